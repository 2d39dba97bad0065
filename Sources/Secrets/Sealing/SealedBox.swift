/// A secret as a record keeps it: a version byte, a random nonce, the cipher text and its tag.
///
/// The associated data is not stored. It says where the box belongs (a record's key), so that a box that was moved to
/// another record does not open. XChaCha20-Poly1305: draft-irtf-cfrg-xchacha-03.
package enum SealedBox {
    static let version: UInt8 = 1
    /// How much longer a box is than its content.
    package static let overheadBytes = 1 + Cipher.overheadBytes

    package static func seal(_ plaintext: [UInt8], key: SecretKey, associatedData: [UInt8]) -> [UInt8] {
        seal(plaintext.span, key: key, associatedData: associatedData)
    }

    static func seal(_ plaintext: Span<UInt8>, key: SecretKey, associatedData: [UInt8]) -> [UInt8] {
        var box = [UInt8](repeating: 0, count: plaintext.count + overheadBytes)
        box[0] = version
        var whole = box.mutableSpan
        var sealed = whole._mutatingExtracting(1...)
        Cipher.seal(plaintext, into: &sealed, key: key, associatedData: associatedData.span)
        return box
    }

    /// The content of a box.
    ///
    /// - Throws: `malformed` for a box that is too short or of another version; `doesNotOpen` for one that was
    ///   altered, sealed with another key, or belongs elsewhere.
    package static func open(
        _ box: [UInt8],
        key: SecretKey,
        associatedData: [UInt8]
    ) throws(SecretsError) -> [UInt8] {
        guard box.count >= overheadBytes, box[0] == version else { throw .malformed(.sealedBox) }
        var plaintext = [UInt8](repeating: 0, count: box.count - overheadBytes)
        var output = plaintext.mutableSpan
        let sealed = box.span.extracting(1...)
        guard Cipher.open(sealed, into: &output, key: key, associatedData: associatedData.span) else {
            throw .doesNotOpen
        }
        return plaintext
    }

    /// The content of a box, straight into locked memory.
    package static func openSecret(
        _ box: [UInt8],
        key: SecretKey,
        associatedData: [UInt8]
    ) throws(SecretsError) -> SecretBytes {
        guard box.count >= overheadBytes, box[0] == version else { throw .malformed(.sealedBox) }
        return try SecretBytes(count: box.count - overheadBytes) { output throws(SecretsError) in
            let sealed = box.span.extracting(1...)
            guard Cipher.open(sealed, into: &output, key: key, associatedData: associatedData.span) else {
                throw .doesNotOpen
            }
        }
    }
}
