internal import Glibc

/// Whole reads and writes on file descriptors.
enum Descriptor {
    /// Everything up to the end, or one byte more than a bound where there is more than that.
    ///
    /// - Returns: `nil` where the system refuses to read.
    static func readAll(_ descriptor: Int32, bytesMax: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1_024)
        while bytes.count <= bytesMax {
            // SAFETY: the kernel writes at most the size of the chunk, which lives during the call.
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    /// A line without its end, or what there is before the end of the file.
    static func readLine(_ descriptor: Int32, bytesMax: Int) -> [UInt8]? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count <= bytesMax {
            // SAFETY: the kernel writes one byte into a byte.
            let count = unsafe read(descriptor, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            guard count > 0, byte != 0x0A else { break }
            line.append(byte)
        }
        return line
    }

    /// Writes all of it.
    ///
    /// - Returns: Whether the system took it all; if not, `errno` says why.
    @discardableResult
    static func write(_ text: String, to descriptor: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            // SAFETY: the kernel reads the bytes of the slice, which lives during the call.
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
