#define _GNU_SOURCE
#include "CBaseline.h"
#include "framing.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

/// Reads until a whole frame is there. Returns whether one came.
static bool await_frame(struct inbox *inbox, int socket) {
    size_t size;
    while (inbox_frame(inbox, &size) == NULL) {
        if (inbox_read(inbox, socket) == 0) return false;
    }
    return true;
}

int measure_round_trips(const char *path, const uint8_t *request, size_t request_size, size_t count,
                        uint64_t *nanoseconds) {
    struct inbox inbox;
    int socket = connect_to(path);
    if (socket < 0) return errno;
    if (!inbox_make(&inbox)) return ENOMEM;
    int outcome = 0;
    for (size_t index = 0; index < count && outcome == 0; index++) {
        uint64_t begin = now_nanoseconds();
        if (!send_all(socket, request, request_size) || !await_frame(&inbox, socket)) outcome = EPROTO;
        nanoseconds[index] = now_nanoseconds() - begin;
    }
    inbox_free(&inbox);
    close(socket);
    return outcome;
}

size_t baseline_ask(const char *path, const uint8_t *request, size_t request_size, uint8_t *reply, size_t reply_max) {
    struct inbox inbox;
    int socket = connect_to(path);
    if (socket < 0 || !inbox_make(&inbox)) return 0;
    size_t size = 0;
    const uint8_t *frame = NULL;
    if (send_all(socket, request, request_size)) {
        while ((frame = inbox_frame(&inbox, &size)) == NULL && inbox_read(&inbox, socket) != 0) continue;
    }
    bool fits = frame != NULL && size + 4 <= reply_max;
    if (fits) memcpy(reply, frame - 4, size + 4);
    inbox_free(&inbox);
    close(socket);
    return fits ? size + 4 : 0;
}

/// Keeps requests under way on many connections.
struct load {
    int epoll;
    size_t connections;
    int *sockets;
    struct inbox *inboxes;
    const uint8_t *request;
    size_t request_size;
};

static void load_end(struct load *load) {
    for (size_t index = 0; index < load->connections; index++) {
        close(load->sockets[index]);
        inbox_free(&load->inboxes[index]);
    }
    free(load->sockets);
    free(load->inboxes);
    close(load->epoll);
}

static bool load_begin(struct load *load, const char *path) {
    load->epoll = epoll_create1(EPOLL_CLOEXEC);
    load->sockets = calloc(load->connections, sizeof *load->sockets);
    load->inboxes = calloc(load->connections, sizeof *load->inboxes);
    if (load->epoll < 0 || load->sockets == NULL || load->inboxes == NULL) return false;
    for (size_t index = 0; index < load->connections; index++) {
        load->sockets[index] = connect_to(path);
        struct epoll_event event = {.events = EPOLLIN, .data.u64 = index};
        if (load->sockets[index] < 0 || !inbox_make(&load->inboxes[index])) return false;
        if (epoll_ctl(load->epoll, EPOLL_CTL_ADD, load->sockets[index], &event) != 0) return false;
    }
    return true;
}

/// Reads what has come, and sends a request for each reply while `more` says so. Returns the replies, or -1.
static long load_turn(struct load *load, int timeout_milliseconds, size_t *to_send) {
    struct epoll_event events[64];
    long replies = 0;
    int count = epoll_wait(load->epoll, events, 64, timeout_milliseconds);
    for (int index = 0; index < count; index++) {
        size_t which = events[index].data.u64;
        if (inbox_read(&load->inboxes[which], load->sockets[which]) == 0) return -1;
        size_t size;
        while (inbox_frame(&load->inboxes[which], &size) != NULL) {
            replies++;
            if (*to_send == 0) continue;
            if (*to_send != SIZE_MAX) --*to_send;
            if (!send_all(load->sockets[which], load->request, load->request_size)) return -1;
        }
    }
    return replies;
}

uint64_t measure_rate(const char *path, const uint8_t *request, size_t request_size, size_t connections,
                      size_t in_flight, size_t count) {
    struct load load = {.connections = connections, .request = request, .request_size = request_size};
    if (!load_begin(&load, path)) return 0;
    size_t to_send = count > connections * in_flight ? count - connections * in_flight : 0;
    uint64_t begin = now_nanoseconds();
    for (size_t index = 0; index < connections; index++) {
        for (size_t call = 0; call < in_flight; call++) send_all(load.sockets[index], request, request_size);
    }
    size_t missing = to_send + connections * in_flight;
    while (missing > 0) {
        long replies = load_turn(&load, 10000, &to_send);
        if (replies <= 0) break;
        missing -= (size_t)replies < missing ? (size_t)replies : missing;
    }
    uint64_t took = now_nanoseconds() - begin;
    load_end(&load);
    return missing == 0 ? took : 0;
}

struct flood {
    struct load load;
    pthread_t thread;
    atomic_bool stops;
    uint64_t replies;
};

static void *flood_run(void *argument) {
    struct flood *flood = argument;
    size_t endless = SIZE_MAX;
    while (!atomic_load(&flood->stops)) {
        long replies = load_turn(&flood->load, 50, &endless);
        if (replies < 0) break;
        flood->replies += (uint64_t)replies;
    }
    return NULL;
}

void *baseline_flood_start(const char *path, const uint8_t *request, size_t request_size, size_t connections) {
    struct flood *flood = calloc(1, sizeof *flood);
    if (flood == NULL) return NULL;
    flood->load = (struct load){.connections = connections, .request = request, .request_size = request_size};
    if (!load_begin(&flood->load, path)) return NULL;
    for (size_t index = 0; index < connections; index++) send_all(flood->load.sockets[index], request, request_size);
    if (pthread_create(&flood->thread, NULL, flood_run, flood) != 0) return NULL;
    return flood;
}

uint64_t baseline_flood_stop(void *handle) {
    struct flood *flood = handle;
    if (flood == NULL) return 0;
    atomic_store(&flood->stops, true);
    pthread_join(flood->thread, NULL);
    uint64_t replies = flood->replies;
    load_end(&flood->load);
    free(flood);
    return replies;
}
