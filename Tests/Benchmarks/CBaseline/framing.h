// Shared by the servers and the client: one length-prefixed frame at a time over a buffer.
#ifndef FRAMING_H
#define FRAMING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Bytes that came from a socket, and how many of them were used up.
struct inbox {
    uint8_t *bytes;
    size_t capacity;
    size_t start;
    size_t end;
};

bool inbox_make(struct inbox *inbox);
void inbox_free(struct inbox *inbox);

/// Reads what the socket has. Returns 1, 0 at its end or on a failure, -1 where there is nothing now.
int inbox_read(struct inbox *inbox, int socket);

/// The next whole frame without its length, or NULL.
const uint8_t *inbox_frame(struct inbox *inbox, size_t *size);

bool send_all(int socket, const uint8_t *bytes, size_t size);
int connect_to(const char *path);
uint64_t now_nanoseconds(void);

#endif
