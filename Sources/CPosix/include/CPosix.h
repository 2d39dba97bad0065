// What Linux offers and Swift's Glibc module does not show: peer credentials, pidfds, process hardening.
#ifndef CPOSIX_H
#define CPOSIX_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/// The process at the other end of a Unix socket, as the kernel saw it when the connection was made.
struct postern_peer {
    uint32_t uid;
    uint32_t gid;
    int32_t pid;
    /// A descriptor that names exactly this process, to be closed by the caller; -1 where the kernel has none.
    int32_t pidfd;
};

/// Reads SO_PEERCRED, and SO_PEERPIDFD where the kernel has it (Linux 6.5).
///
/// Returns 0, or an errno.
int postern_peer_credentials(int socket, struct postern_peer *peer);

/// Whether the process that a pidfd names is still there.
bool postern_pidfd_is_alive(int pidfd);

/// No core dumps, no ptrace by others of the same uid (PR_SET_DUMPABLE, RLIMIT_CORE). Returns 0, or an errno.
int postern_forbid_core_dumps(void);

/// Lets this process have at least so many files open, where its hard limit allows it (RLIMIT_NOFILE).
///
/// A limit that is high enough already stays. Returns 0; EPERM where the hard limit is lower, up to which the limit was
/// raised; or another errno.
int postern_allow_open_files(uint64_t count);

/// Has the kernel send SIGKILL to this process when its parent ends; for children that tests start.
int postern_die_with_parent(void);

/// Gives memory that was freed back to the system (malloc_trim(3)).
void postern_trim_memory(void);

/// Sends one state text to the socket that NOTIFY_SOCKET names (sd_notify(3)).
///
/// Returns 0, also where the variable is not set, or an errno.
int postern_notify(const char *state);

/// Makes a stream socket of the Unix domain with mode 0660 at `path`, and has it listen.
///
/// The mode is set before it listens, so that there is no moment at which others could connect. The umask is
/// left alone: it belongs to the whole process.
///
/// Returns the descriptor, or an errno negated.
int postern_listen_unix(const char *path, int backlog);

/// Connects to a Unix socket without waiting. Returns the descriptor, or an errno negated (EAGAIN: its queue is full).
int postern_connect_unix(const char *path);

/// Whether a descriptor is a listening stream socket of the Unix domain; such a one is closed on exec from then on.
bool postern_is_unix_listener(int socket);

/// Whether two paths name the same file; a link is followed.
bool postern_is_same_file(const char *one, const char *other);

#endif
