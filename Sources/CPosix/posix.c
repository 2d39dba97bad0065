#define _GNU_SOURCE
#include "CPosix.h"

#include <errno.h>
#include <malloc.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#ifndef SO_PEERPIDFD
#define SO_PEERPIDFD 77
#endif

int postern_peer_credentials(int socket, struct postern_peer *peer) {
    struct ucred credentials;
    socklen_t size = sizeof credentials;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return errno;
    if (size != sizeof credentials) return EINVAL;
    peer->uid = credentials.uid;
    peer->gid = credentials.gid;
    peer->pid = credentials.pid;
    int pidfd = -1;
    size = sizeof pidfd;
    // An older kernel says ENOPROTOOPT, a peer that is gone ESRCH or EINVAL: then there is no pidfd.
    if (getsockopt(socket, SOL_SOCKET, SO_PEERPIDFD, &pidfd, &size) != 0) pidfd = -1;
    peer->pidfd = pidfd;
    return 0;
}

bool postern_pidfd_is_alive(int pidfd) {
    if (pidfd < 0) return false;
    // A pidfd becomes readable when its process ends (pidfd_open(2)).
    struct pollfd poller = {.fd = pidfd, .events = POLLIN};
    return poll(&poller, 1, 0) == 0;
}

int postern_forbid_core_dumps(void) {
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return errno;
    return prctl(PR_SET_DUMPABLE, 0) == 0 ? 0 : errno;
}

int postern_allow_open_files(uint64_t count) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return errno;
    if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >= count) return 0;
    int isEnough = limit.rlim_max == RLIM_INFINITY || limit.rlim_max >= count;
    limit.rlim_cur = isEnough ? count : limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) return errno;
    return isEnough ? 0 : EPERM;
}

int postern_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 ? 0 : errno; }

void postern_trim_memory(void) { malloc_trim(0); }

int postern_notify(const char *state) {
    const char *path = getenv("NOTIFY_SOCKET");
    if (path == NULL || path[0] == '\0') return 0;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = strlen(path);
    if (length >= sizeof address.sun_path) return ENAMETOOLONG;
    memcpy(address.sun_path, path, length);
    // An `@` stands for the NUL that begins an abstract name.
    if (path[0] == '@') address.sun_path[0] = '\0';
    int socket_fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket_fd < 0) return errno;
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    ssize_t sent = sendto(socket_fd, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&address, size);
    int outcome = sent < 0 ? errno : 0;
    close(socket_fd);
    return outcome;
}

static int address_of(const char *path, struct sockaddr_un *address) {
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof address->sun_path) return ENAMETOOLONG;
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    memcpy(address->sun_path, path, length);
    return 0;
}

int postern_listen_unix(const char *path, int backlog) {
    struct sockaddr_un address;
    int outcome = address_of(path, &address);
    if (outcome != 0) return -outcome;
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener < 0) return -errno;
    // Linux gives the file the socket's own mode, less the umask; chmod then puts back what the umask took.
    if (fchmod(listener, 0660) != 0 || bind(listener, (struct sockaddr *)&address, sizeof address) != 0) {
        outcome = errno;
        close(listener);
        return -outcome;
    }
    if (chmod(path, 0660) != 0 || listen(listener, backlog) != 0) {
        outcome = errno;
        unlink(path);
        close(listener);
        return -outcome;
    }
    return listener;
}

int postern_connect_unix(const char *path) {
    struct sockaddr_un address;
    int outcome = address_of(path, &address);
    if (outcome != 0) return -outcome;
    int client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (client < 0) return -errno;
    if (connect(client, (struct sockaddr *)&address, sizeof address) != 0) {
        outcome = errno;
        close(client);
        return -outcome;
    }
    return client;
}

bool postern_is_unix_listener(int socket) {
    int domain = 0, type = 0, listening = 0;
    socklen_t size = sizeof domain;
    if (getsockopt(socket, SOL_SOCKET, SO_DOMAIN, &domain, &size) != 0 || domain != AF_UNIX) return false;
    size = sizeof type;
    if (getsockopt(socket, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_STREAM) return false;
    size = sizeof listening;
    if (getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0 || !listening) return false;
    return fcntl(socket, F_SETFD, FD_CLOEXEC) == 0;
}

bool postern_is_same_file(const char *one, const char *other) {
    struct stat first, second;
    if (stat(one, &first) != 0 || stat(other, &second) != 0) return false;
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}
