import Glibc

/// The environment variables of this process.
enum Environment {
    /// - Returns: `nil` where the variable is not set.
    static func value(_ name: String) -> String? {
        // SAFETY: getenv gives a C string that is copied at once; nothing in this process changes the environment.
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
