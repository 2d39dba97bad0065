internal import Glibc

/// Standard output, where answers go.
enum StandardOutput {
    static func write(_ text: String) {
        Descriptor.write(text, to: STDOUT_FILENO)
    }
}

/// Standard error, where complaints and remarks go.
enum StandardError {
    static func write(_ text: String) {
        Descriptor.write(text, to: STDERR_FILENO)
    }
}
