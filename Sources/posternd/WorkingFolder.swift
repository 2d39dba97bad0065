import Glibc

/// The folder that relative paths begin at.
enum WorkingFolder {
    /// The path from the root; as it is where the folder cannot be told.
    static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), !path.isEmpty else { return path }
        // SAFETY: getcwd allocates a C string, which is copied and then freed, or gives null.
        guard let folder = unsafe getcwd(nil, 0) else { return path }
        defer { unsafe free(folder) }
        return "\(unsafe String(cString: folder))/\(path)"
    }
}
