// What the benchmark compares Postern with, and the one client that measures both: plain C, epoll, no frills.
#ifndef CBASELINE_H
#define CBASELINE_H

#include <stddef.h>
#include <stdint.h>

/// Serves a Unix socket on a thread of its own until `baseline_stop`: each length-prefixed frame is answered with
/// `reply`, which is framed already, with nothing looked at.
///
/// Returns a handle, or NULL.
void *baseline_echo_start(const char *path, const uint8_t *reply, size_t reply_size);

/// The same, but each frame and the batch request within it are decoded with protobuf-c first.
void *baseline_batch_start(const char *path, const uint8_t *reply, size_t reply_size);

void baseline_stop(void *handle);

/// Sends one framed request at a time on one connection and notes each round trip in nanoseconds.
///
/// Returns 0, or an errno; EPROTO where the server hung up.
int measure_round_trips(const char *path, const uint8_t *request, size_t request_size, size_t count, uint64_t *nanoseconds);

/// Sends one framed request and keeps the framed reply.
///
/// Returns the reply's bytes, or 0 where none came or it does not fit.
size_t baseline_ask(const char *path, const uint8_t *request, size_t request_size, uint8_t *reply, size_t reply_max);

/// Keeps `in_flight` copies of a framed request under way on each of `connections` connections until `count` replies
/// have come.
///
/// Returns the nanoseconds that it took, or 0 where something failed.
uint64_t measure_rate(const char *path, const uint8_t *request, size_t request_size, size_t connections,
                      size_t in_flight, size_t count);

/// Keeps one copy of a framed request under way on each of `connections` connections until `baseline_flood_stop`.
void *baseline_flood_start(const char *path, const uint8_t *request, size_t request_size, size_t connections);

/// Returns how many replies came.
uint64_t baseline_flood_stop(void *handle);

/// Opens a database and reads every column of every row that a query gives, as SQLite alone does it.
///
/// Returns the bytes that were read, or -1.
int64_t baseline_scan(const char *database, const char *query);

/// Inserts `count` rows with values of `value_size` bytes into a new database, each in a transaction of its own, in WAL
/// mode with `synchronous=FULL`.
///
/// Returns the nanoseconds that it took, or 0 where something failed.
uint64_t baseline_inserts(const char *database, size_t count, size_t value_size);

/// How often this thread has asked for memory.
uint64_t baseline_allocations(void);

#endif
