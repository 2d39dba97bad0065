internal import CSodium

/// XChaCha20-Poly1305 over spans: the one place that calls the cipher.
///
/// A box is a random 24-byte nonce, then the cipher text, then the 16-byte tag. Nonces of 192 bits may be drawn at
/// random for ever under one key (draft-irtf-cfrg-xchacha-03 section 2.1).
enum Cipher {
    static let nonceBytes = 24
    static let tagBytes = 16
    static let overheadBytes = nonceBytes + tagBytes

    /// Fills `box`, which must be `overheadBytes` longer than the plain text, with nonce, cipher text and tag.
    static func seal(
        _ plaintext: Span<UInt8>,
        into box: inout MutableSpan<UInt8>,
        key: SecretKey,
        associatedData: Span<UInt8>
    ) {
        precondition(box.count == plaintext.count + overheadBytes)
        unsafe box.withUnsafeMutableBufferPointer { box in
            guard let nonce = box.baseAddress else { return }
            // SAFETY: `box` holds more than `nonceBytes` bytes.
            unsafe randombytes_buf(nonce, nonceBytes)
            unsafe encrypt(plaintext, to: nonce + nonceBytes, nonce: nonce, key: key, associatedData: associatedData)
        }
    }

    /// Writes cipher text and tag to `output`, which has room for both.
    private static func encrypt(
        _ plaintext: Span<UInt8>,
        to output: UnsafeMutablePointer<UInt8>,
        nonce: UnsafePointer<UInt8>,
        key: SecretKey,
        associatedData: Span<UInt8>
    ) {
        unsafe plaintext.withUnsafeBufferPointer { plaintext in
            unsafe associatedData.withUnsafeBufferPointer { associatedData in
                unsafe key.withPointer { key in
                    // SAFETY: every address is good for the length given with it, `nonce` for 24 bytes and `key`
                    // for 32; `output` has room for the tag. The function cannot fail at these lengths.
                    _ = unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
                        output,
                        nil,
                        plaintext.baseAddress,
                        UInt64(plaintext.count),
                        associatedData.baseAddress,
                        UInt64(associatedData.count),
                        nil,
                        nonce,
                        key
                    )
                }
            }
        }
    }

    /// Opens `box` into `plaintext`, which must be `overheadBytes` shorter.
    ///
    /// - Returns: Whether the tag fits. Where it does not, `plaintext` holds nothing of the box.
    static func open(
        _ box: Span<UInt8>,
        into plaintext: inout MutableSpan<UInt8>,
        key: SecretKey,
        associatedData: Span<UInt8>
    ) -> Bool {
        guard box.count >= overheadBytes, plaintext.count == box.count - overheadBytes else { return false }
        return unsafe box.withUnsafeBufferPointer { box in
            unsafe plaintext.withUnsafeMutableBufferPointer { plaintext in
                guard let nonce = box.baseAddress else { return false }
                // SAFETY: the lengths were compared above; `plaintext` may have no address only where it is empty.
                return unsafe decrypt(
                    nonce + nonceBytes,
                    count: box.count - nonceBytes,
                    to: plaintext.baseAddress,
                    nonce: nonce,
                    key: key,
                    associatedData: associatedData
                )
            }
        }
    }

    /// Opens `box` where it lies.
    ///
    /// - Returns: Whether the tag fits; the plain text is then `box[nonceBytes..<box.count - tagBytes]`.
    static func openInPlace(
        _ box: inout MutableSpan<UInt8>,
        key: SecretKey,
        associatedData: Span<UInt8>
    ) -> Bool {
        guard box.count >= overheadBytes else { return false }
        return unsafe box.withUnsafeMutableBufferPointer { box in
            guard let nonce = box.baseAddress else { return false }
            let content = unsafe nonce + nonceBytes
            // SAFETY: libsodium allows the output to begin exactly where the input does.
            return unsafe decrypt(
                content,
                count: box.count - nonceBytes,
                to: content,
                nonce: nonce,
                key: key,
                associatedData: associatedData
            )
        }
    }

    private static func decrypt(
        _ sealed: UnsafePointer<UInt8>,
        count: Int,
        to output: UnsafeMutablePointer<UInt8>?,
        nonce: UnsafePointer<UInt8>,
        key: SecretKey,
        associatedData: Span<UInt8>
    ) -> Bool {
        unsafe associatedData.withUnsafeBufferPointer { associatedData in
            unsafe key.withPointer { key in
                // SAFETY: `sealed` holds `count` bytes, `output` has room for `count - tagBytes`, `nonce` holds 24
                // bytes and `key` 32. A nil output is used for an empty plain text only.
                unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
                    output,
                    nil,
                    nil,
                    sealed,
                    UInt64(count),
                    associatedData.baseAddress,
                    UInt64(associatedData.count),
                    nonce,
                    key
                ) == 0
            }
        }
    }
}
