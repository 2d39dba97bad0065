internal import ArgumentParser
internal import Glibc

/// Standard output, where answers go.
enum StandardOutput {
    /// Writes an answer; where it cannot be written, as on a full disk, the run ends and says so.
    ///
    /// A reader that has gone away has seen what it wanted.
    static func write(_ text: String) {
        guard !Descriptor.write(text, to: STDOUT_FILENO), errno != EPIPE else { return }
        let complaint = Complaint("the answer cannot be written", next: SystemCalls.reason(errno))
        StandardError.write("postern: \(Complaint.text(of: complaint))\n")
        Glibc.exit(Exit.couldNotAsk.rawValue)
    }
}

/// Standard error, where complaints and remarks go.
enum StandardError {
    static func write(_ text: String) {
        Descriptor.write(text, to: STDERR_FILENO)
    }
}
