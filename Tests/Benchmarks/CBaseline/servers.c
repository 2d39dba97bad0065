#define _GNU_SOURCE
#include "CBaseline.h"
#include "framing.h"

#include <CWire.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/// One listening socket, one thread.
struct server {
    pthread_t thread;
    int listener;
    int epoll;
    int stop;
    bool decodes;
    uint8_t *reply;
    size_t reply_size;
};

struct connection {
    int socket;
    struct inbox inbox;
};

/// Whether a frame holds a batch of at least one item: the work of a server that reads its input and does nothing else.
static bool decode(const uint8_t *bytes, size_t size) {
    Postern__V1__Frame *frame = postern__v1__frame__unpack(NULL, size, bytes);
    if (frame == NULL) return false;
    bool is_batch = false;
    if (frame->kind_case == POSTERN__V1__FRAME__KIND_REQUEST) {
        ProtobufCBinaryData message = frame->request->message;
        Postern__V1__BatchAuthorizeRequest *batch =
            postern__v1__batch_authorize_request__unpack(NULL, message.len, message.data);
        is_batch = batch != NULL && batch->n_items > 0;
        postern__v1__batch_authorize_request__free_unpacked(batch, NULL);
    }
    postern__v1__frame__free_unpacked(frame, NULL);
    return is_batch;
}

/// Answers every whole frame with one write. Returns whether the connection goes on.
static bool serve(struct server *server, struct connection *connection) {
    int outcome = inbox_read(&connection->inbox, connection->socket);
    if (outcome <= 0) return outcome < 0;
    size_t size;
    const uint8_t *frame;
    while ((frame = inbox_frame(&connection->inbox, &size)) != NULL) {
        if (server->decodes && !decode(frame, size)) return false;
        if (!send_all(connection->socket, server->reply, server->reply_size)) return false;
    }
    return true;
}

static void forget(struct connection *connection) {
    close(connection->socket);
    inbox_free(&connection->inbox);
    free(connection);
}

static void *run(void *argument) {
    struct server *server = argument;
    struct epoll_event events[64];
    for (;;) {
        int count = epoll_wait(server->epoll, events, 64, -1);
        for (int index = 0; index < count; index++) {
            if (events[index].data.ptr == &server->stop) return NULL;
            if (events[index].data.ptr == server) {
                int socket = accept4(server->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
                struct connection *connection = socket < 0 ? NULL : malloc(sizeof *connection);
                if (connection == NULL) continue;
                connection->socket = socket;
                struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
                if (!inbox_make(&connection->inbox) || epoll_ctl(server->epoll, EPOLL_CTL_ADD, socket, &event) != 0)
                    forget(connection);
                continue;
            }
            struct connection *connection = events[index].data.ptr;
            if (!serve(server, connection)) forget(connection);
        }
    }
}

static void *start(const char *path, const uint8_t *reply, size_t reply_size, bool decodes) {
    struct server *server = calloc(1, sizeof *server);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (server == NULL || strlen(path) >= sizeof address.sun_path) return NULL;
    strcpy(address.sun_path, path);
    unlink(path);
    server->decodes = decodes;
    server->reply = malloc(reply_size);
    server->reply_size = reply_size;
    server->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    server->epoll = epoll_create1(EPOLL_CLOEXEC);
    server->stop = eventfd(0, EFD_CLOEXEC);
    if (server->reply == NULL || server->listener < 0 || server->epoll < 0 || server->stop < 0) return NULL;
    memcpy(server->reply, reply, reply_size);
    if (bind(server->listener, (struct sockaddr *)&address, sizeof address) != 0) return NULL;
    if (listen(server->listener, 128) != 0) return NULL;
    struct epoll_event accepting = {.events = EPOLLIN, .data.ptr = server};
    struct epoll_event stopping = {.events = EPOLLIN, .data.ptr = &server->stop};
    epoll_ctl(server->epoll, EPOLL_CTL_ADD, server->listener, &accepting);
    epoll_ctl(server->epoll, EPOLL_CTL_ADD, server->stop, &stopping);
    if (pthread_create(&server->thread, NULL, run, server) != 0) return NULL;
    return server;
}

void *baseline_echo_start(const char *path, const uint8_t *reply, size_t reply_size) {
    return start(path, reply, reply_size, false);
}

void *baseline_batch_start(const char *path, const uint8_t *reply, size_t reply_size) {
    return start(path, reply, reply_size, true);
}

void baseline_stop(void *handle) {
    struct server *server = handle;
    if (server == NULL) return;
    uint64_t one = 1;
    if (write(server->stop, &one, sizeof one) != sizeof one) return;
    pthread_join(server->thread, NULL);
    close(server->listener);
    close(server->epoll);
    close(server->stop);
    free(server->reply);
    free(server);
}
