internal import Glibc

/// Files that are named on the command line; `-` is standard input.
enum TextFile {
    /// The whole text of a file.
    static func read(_ path: String, bytesMax: Int, what: String) throws(Complaint) -> String {
        let descriptor = path == "-" ? dup(STDIN_FILENO) : SystemCalls.open(path, O_RDONLY)
        guard descriptor >= 0 else {
            throw Complaint("\(what) cannot be read from `\(path)`", next: SystemCalls.reason(errno))
        }
        defer { close(descriptor) }
        return try read(descriptor, bytesMax: bytesMax, what: what, from: "`\(path)`")
    }

    /// The whole text that comes from a descriptor that this process was started with.
    static func read(
        _ descriptor: Int32,
        bytesMax: Int,
        what: String,
        from place: String
    ) throws(Complaint) -> String {
        guard let bytes = Descriptor.readAll(descriptor, bytesMax: bytesMax) else {
            throw Complaint("\(what) cannot be read from \(place)", next: SystemCalls.reason(errno))
        }
        guard bytes.count <= bytesMax else { throw Complaint("\(what) is longer than \(bytesMax) bytes") }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Complaint("\(what) is not UTF-8") }
        return text
    }

    /// Writes a file anew.
    static func write(_ text: String, to path: String, what: String) throws(Complaint) {
        let descriptor = SystemCalls.open(path, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o666)
        guard descriptor >= 0 else {
            throw Complaint("\(what) cannot be written to `\(path)`", next: SystemCalls.reason(errno))
        }
        let isWritten = Descriptor.write(text, to: descriptor)
        let reason = errno
        guard close(descriptor) == 0, isWritten else {
            throw Complaint("\(what) cannot be written to `\(path)`", next: SystemCalls.reason(reason))
        }
    }

    /// A text of one line, without the line's end.
    static func line(_ path: String, bytesMax: Int, what: String) throws(Complaint) -> String {
        try oneLine(try read(path, bytesMax: bytesMax + 2, what: what), what: what)
    }

    /// Takes the line end off a text that must have no other.
    static func oneLine(_ text: String, what: String) throws(Complaint) -> String {
        var bytes = Array(text.utf8)
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        guard !bytes.isEmpty else { throw Complaint("\(what) is empty") }
        guard !bytes.contains(0x0A) else { throw Complaint("\(what) has more than one line") }
        return String(decoding: bytes, as: UTF8.self)
    }
}
