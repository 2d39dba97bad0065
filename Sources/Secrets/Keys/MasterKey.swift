internal import CSodium

/// The key that wraps every account's data key.
///
/// It lives in a file beside the database, never in it.
package final class MasterKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    let key: SecretKey

    package init(_ key: SecretKey) {
        self.key = key
    }

    package var description: String { "<secret>" }
    package var debugDescription: String { "<secret>" }

    /// Reads the key from a file of 32 raw bytes, or of 64 hexadecimal digits and at most a line break.
    ///
    /// The file must be a regular one, owned by the daemon's user or root, and closed to others as `access` says. Its
    /// facts are taken from the open file, so that it cannot be exchanged between the check and the reading.
    package static func read(path: String, access: KeyFileAccess = .ownerOnly) throws(SecretsError) -> MasterKey {
        let file = try KeyFile.open(path: path)
        try file.check(access: access)
        return try read(file, path: path)
    }

    /// Reads the key from a descriptor until its end, in the forms that a file may have, and closes it.
    ///
    /// The name stands for the path in errors.
    package static func read(descriptor: Int32, name: String) throws(SecretsError) -> MasterKey {
        try read(KeyFile(descriptor: descriptor, path: name), path: name)
    }

    private static func read(_ file: borrowing KeyFile, path: String) throws(SecretsError) -> MasterKey {
        let content = try file.read(bytesMax: textBytesMax + 1)
        let bytes = try material(in: content, path: path)
        guard !bytes.isZero else { throw .keyFile(path: path, .allZero) }
        return MasterKey(try SecretKey(bytes))
    }

    /// Draws a new key and keeps it in a new file of mode 0600, as hexadecimal digits and a line break.
    ///
    /// When this returns, the file and its name are on the disk. A file that is there already is left alone.
    package static func create(path: String) throws(SecretsError) -> MasterKey {
        let bytes = try SecretBytes.random(count: SecretKey.bytesCount)
        let text = try hexadecimalLine(of: bytes)
        try KeyFile.create(path: path, content: text)
        return MasterKey(try SecretKey(bytes))
    }

    private static let textBytesMax = SecretKey.bytesCount * 2 + 1
    private static let lineBreak: UInt8 = 0x0A

    private static func material(in content: consuming SecretBytes, path: String) throws(SecretsError) -> SecretBytes {
        if content.count == SecretKey.bytesCount { return content }
        let digits = SecretKey.bytesCount * 2
        let lastByte = content.withBytes { $0.isEmpty ? 0 : $0[$0.count - 1] }
        guard content.count == digits || (content.count == textBytesMax && lastByte == lineBreak) else {
            throw .keyFile(path: path, .size(bytes: content.count))
        }
        return try SecretBytes(count: SecretKey.bytesCount) { output throws(SecretsError) in
            let read = unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe content.withPointer { text in
                    unsafe text.withMemoryRebound(to: CChar.self, capacity: digits) { text in
                        var count = 0
                        guard let start = output.baseAddress else { return count }
                        // SAFETY: `start` has room for 32 bytes and `text` holds 64 characters; both are lent.
                        // sodium_hex2bin takes the same time for all digits.
                        let outcome = unsafe sodium_hex2bin(start, output.count, text, digits, nil, &count, nil)
                        return outcome == 0 ? count : 0
                    }
                }
            }
            guard read == SecretKey.bytesCount else { throw .keyFile(path: path, .notHexadecimal) }
        }
    }

    private static func hexadecimalLine(of bytes: borrowing SecretBytes) throws(SecretsError) -> SecretBytes {
        try SecretBytes(count: textBytesMax) { output in
            unsafe output.withUnsafeMutableBytes { output in
                unsafe bytes.withPointer { source in
                    guard let start = output.baseAddress else { return }
                    // SAFETY: sodium_bin2hex writes 64 digits and a NUL, the 65 bytes that `output` has.
                    let text = unsafe start.assumingMemoryBound(to: CChar.self)
                    _ = unsafe sodium_bin2hex(text, output.count, source, SecretKey.bytesCount)
                }
            }
            output[textBytesMax - 1] = lineBreak
        }
    }
}
