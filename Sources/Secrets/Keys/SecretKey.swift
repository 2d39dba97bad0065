internal import CSodium

/// A 32-byte key with shared ownership, whose bytes never show in a log line.
package final class SecretKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    package static let bytesCount = 32

    private let bytes: SecretBytes

    /// - Throws: `keyLength` unless there are exactly 32 bytes.
    package init(_ bytes: consuming SecretBytes) throws(SecretsError) {
        guard bytes.count == Self.bytesCount else {
            throw .keyLength(found: bytes.count, wanted: Self.bytesCount)
        }
        self.bytes = bytes
    }

    package convenience init(copying bytes: [UInt8]) throws(SecretsError) {
        try self.init(SecretBytes(copying: bytes))
    }

    package static func random() throws(SecretsError) -> SecretKey {
        try SecretKey(SecretBytes.random(count: bytesCount))
    }

    package var description: String { "<secret>" }
    package var debugDescription: String { "<secret>" }

    package static func constantTimeEquals(_ left: SecretKey, _ right: SecretKey) -> Bool {
        SecretBytes.constantTimeEquals(left.bytes, right.bytes)
    }

    /// The key of one purpose, drawn from this one: keyed BLAKE2b of the number and context (libsodium `crypto_kdf`).
    ///
    /// Nobody who learns a subkey learns another one, or this key.
    func subkey(_ number: UInt64) throws(SecretsError) -> SecretKey {
        let context: [CChar] = Array("postern1".utf8).map { CChar(bitPattern: $0) }
        let derived = try SecretBytes(count: Self.bytesCount) { span in
            unsafe span.withUnsafeMutableBufferPointer { output in
                guard let start = output.baseAddress else { return }
                unsafe withPointer { key in
                    // SAFETY: `start` has room for 32 bytes, `key` holds 32 and `context` 8, as the function
                    // wants; with these lengths it cannot fail.
                    _ = unsafe crypto_kdf_derive_from_key(start, Self.bytesCount, number, context, key)
                }
            }
        }
        return try SecretKey(derived)
    }

    /// Lends the 32 bytes to a C function, which must not keep the pointer.
    func withPointer<Value>(_ body: (UnsafePointer<UInt8>) -> Value) -> Value {
        // SAFETY: the pointer is lent on to a closure under the same terms.
        unsafe bytes.withPointer(body)
    }
}
