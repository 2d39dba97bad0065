internal import CSodium

/// BLAKE2b (RFC 7693): fingerprints of requests and idempotency tokens, and with a key, proofs that we made them.
package enum Digest {
    package static let blake2bBytes = 32

    /// The 32-byte BLAKE2b of `bytes`; with a key, a message authentication code.
    package static func blake2b(_ bytes: [UInt8], key: SecretKey? = nil) -> [UInt8] {
        guard let key else { return unsafe hash(bytes, key: nil) }
        return unsafe key.withPointer { pointer in
            // SAFETY: `pointer` holds the key's 32 bytes until this closure returns, and is not kept.
            unsafe hash(bytes, key: pointer)
        }
    }

    private static func hash(_ bytes: [UInt8], key: UnsafePointer<UInt8>?) -> [UInt8] {
        let keyBytes = unsafe key == nil ? 0 : SecretKey.bytesCount
        return unsafe [UInt8](unsafeUninitializedCapacity: blake2bBytes) { output, initialized in
            guard let start = output.baseAddress else { return }
            unsafe bytes.withUnsafeBufferPointer { input in
                // SAFETY: `start` has room for 32 bytes, all of which are written; `input` and `key` are valid for
                // their lengths. The lengths are in the range that the function accepts, so that it cannot fail.
                _ = unsafe crypto_generichash(
                    start,
                    blake2bBytes,
                    input.baseAddress,
                    UInt64(input.count),
                    key,
                    keyBytes
                )
            }
            initialized = blake2bBytes
        }
    }
}
