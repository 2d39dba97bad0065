internal import Glibc

/// The system calls that take paths; they fail with `errno`, as in C.
///
/// SAFETY: each only reads its paths, which Swift hands over with their NUL and keeps during the call. A path with an
/// inner NUL cannot come from the command line or the environment.
enum SystemCalls {
    static func open(_ path: String, _ flags: Int32, mode: mode_t = 0) -> Int32 {
        unsafe Glibc.open(path, flags | O_CLOEXEC, mode)
    }

    static func unlink(_ path: String) -> Bool {
        unsafe Glibc.unlink(path) == 0
    }

    static func rename(_ old: String, to new: String) -> Bool {
        unsafe Glibc.rename(old, new) == 0
    }

    static func chmod(_ path: String, _ mode: mode_t) -> Bool {
        unsafe Glibc.chmod(path, mode) == 0
    }

    /// What an `errno` means, in lower case.
    static func reason(_ code: Int32) -> String {
        // SAFETY: strerror gives a text that ends with NUL and stays valid while it is copied here.
        unsafe String(cString: strerror(code)).lowercased()
    }
}
