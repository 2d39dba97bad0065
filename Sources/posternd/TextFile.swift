import Glibc

/// Reads small files whole, with a bound.
enum TextFile {
    /// Reads a file, which is named in errors after what it is: `configuration file`.
    static func read(path: String, what: String, bytesMax: Int) throws(Failure) -> [UInt8] {
        // SAFETY: the path is a NUL-terminated copy that lives until the call returns.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure("\(what) `\(path)`: \(SystemError.last)") }
        return try read(descriptor: descriptor, what: "\(what) `\(path)`", bytesMax: bytesMax)
    }

    /// Reads a descriptor until its end, and closes it.
    static func read(descriptor: Int32, what: String, bytesMax: Int) throws(Failure) -> [UInt8] {
        defer { close(descriptor) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while true {
            // SAFETY: the buffer is the chunk's own and is written for its count at most.
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Failure("\(what): \(SystemError.last)") }
            if count == 0 { return content }
            content += chunk[..<count]
            guard content.count <= bytesMax else {
                throw Failure("\(what): more than the \(bytesMax) bytes that are allowed")
            }
        }
    }

    /// The bytes as text, where they are UTF-8 without NUL.
    static func text(_ bytes: [UInt8], what: String) throws(Failure) -> String {
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw Failure("\(what): not text in UTF-8")
        }
        return text
    }
}

/// The system's words for an error number.
enum SystemError {
    /// Of the call that just failed.
    static var last: String { text(errno) }

    static func text(_ code: Int32) -> String {
        // SAFETY: strerror gives a C string, never null, which is copied at once.
        unsafe String(cString: strerror(code)).lowercased()
    }
}
