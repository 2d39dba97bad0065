#include "CBaseline.h"
#include "framing.h"

#include <sqlite3.h>
#include <stdlib.h>

int64_t baseline_scan(const char *database, const char *query) {
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    int64_t bytes = -1;
    if (sqlite3_open_v2(database, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, query, -1, &statement, NULL) == SQLITE_OK) {
        int columns = sqlite3_column_count(statement);
        int outcome;
        volatile uint8_t seen = 0;
        bytes = 0;
        while ((outcome = sqlite3_step(statement)) == SQLITE_ROW) {
            for (int column = 0; column < columns; column++) {
                const uint8_t *value = sqlite3_column_blob(statement, column);
                int size = sqlite3_column_bytes(statement, column);
                if (value != NULL && size > 0) seen ^= value[size - 1];
                bytes += size;
            }
        }
        if (outcome != SQLITE_DONE) bytes = -1;
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return bytes;
}

uint64_t baseline_inserts(const char *database, size_t count, size_t value_size) {
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    uint8_t *value = calloc(1, value_size + 1);
    uint64_t took = 0;
    if (value != NULL && sqlite3_open(database, &db) == SQLITE_OK &&
        sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                         "CREATE TABLE records (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID",
                     NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "INSERT INTO records VALUES (printf('user/%d', ?1), ?2)", -1, &statement, NULL) ==
            SQLITE_OK) {
        uint64_t begin = now_nanoseconds();
        size_t done = 0;
        for (; done < count; done++) {
            sqlite3_reset(statement);
            sqlite3_bind_int64(statement, 1, (sqlite3_int64)done);
            sqlite3_bind_blob(statement, 2, value, (int)value_size, SQLITE_STATIC);
            if (sqlite3_step(statement) != SQLITE_DONE) break;
        }
        if (done == count) took = now_nanoseconds() - begin;
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
    free(value);
    return took;
}
