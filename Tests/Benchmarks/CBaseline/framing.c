#define _GNU_SOURCE
#include "framing.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

bool inbox_make(struct inbox *inbox) {
    *inbox = (struct inbox){.bytes = malloc(1 << 16), .capacity = 1 << 16};
    return inbox->bytes != NULL;
}

void inbox_free(struct inbox *inbox) {
    free(inbox->bytes);
    inbox->bytes = NULL;
}

int inbox_read(struct inbox *inbox, int socket) {
    if (inbox->start == inbox->end) inbox->start = inbox->end = 0;
    if (inbox->capacity - inbox->end < 4096) {
        memmove(inbox->bytes, inbox->bytes + inbox->start, inbox->end - inbox->start);
        inbox->end -= inbox->start;
        inbox->start = 0;
        if (inbox->capacity - inbox->end < 4096) {
            uint8_t *larger = realloc(inbox->bytes, inbox->capacity * 2);
            if (larger == NULL) return 0;
            inbox->bytes = larger;
            inbox->capacity *= 2;
        }
    }
    ssize_t count = read(socket, inbox->bytes + inbox->end, inbox->capacity - inbox->end);
    if (count > 0) {
        inbox->end += (size_t)count;
        return 1;
    }
    return count < 0 && (errno == EAGAIN || errno == EINTR) ? -1 : 0;
}

const uint8_t *inbox_frame(struct inbox *inbox, size_t *size) {
    size_t held = inbox->end - inbox->start;
    const uint8_t *at = inbox->bytes + inbox->start;
    if (held < 4) return NULL;
    size_t length = (size_t)at[0] << 24 | (size_t)at[1] << 16 | (size_t)at[2] << 8 | at[3];
    if (held < 4 + length) return NULL;
    inbox->start += 4 + length;
    *size = length;
    return at + 4;
}

bool send_all(int socket, const uint8_t *bytes, size_t size) {
    while (size > 0) {
        ssize_t count = send(socket, bytes, size, MSG_NOSIGNAL);
        if (count >= 0) {
            bytes += count;
            size -= (size_t)count;
        } else if (errno == EAGAIN) {
            struct pollfd poller = {.fd = socket, .events = POLLOUT};
            if (poll(&poller, 1, 10000) <= 0) return false;
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

int connect_to(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return -1;
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0) return fd;
    close(fd);
    return -1;
}

uint64_t now_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}
