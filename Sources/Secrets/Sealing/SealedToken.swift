internal import Model

/// An opaque token: `postern1.` and, in URL-safe base 64, a nonce and the sealed payload.
///
/// The account that made it verifies it without a lookup; to everyone else it says only how long its payload is.
package enum SealedToken {
    private static let prefix = Array("postern1.".utf8)

    package static let textBytesMax = Limits.tokenBytesMax
    package static let payloadBytesMax = (textBytesMax - 9) * 3 / 4 - Cipher.overheadBytes

    package static func seal(payload: [UInt8], key: TokenKey) throws(SecretsError) -> String {
        guard payload.count <= payloadBytesMax else {
            throw .payloadTooLong(bytes: payload.count, bytesMax: payloadBytesMax)
        }
        var box = [UInt8](repeating: 0, count: payload.count + Cipher.overheadBytes)
        var output = box.mutableSpan
        Cipher.seal(payload.span, into: &output, key: key.key, associatedData: key.associatedData.span)
        var text: [UInt8] = []
        text.reserveCapacity(prefix.count + Base64URL.encodedCount(box.count))
        text.append(contentsOf: prefix)
        Base64URL.append(box.span, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// The payload of a token.
    ///
    /// - Throws: `malformed` for what is no token; `doesNotOpen` for one that was altered, or is another account's or
    ///   of another purpose.
    package static func open(_ text: String, key: TokenKey) throws(SecretsError) -> [UInt8] {
        guard text.utf8.count <= textBytesMax else { throw .malformed(.token) }
        let characters = Array(text.utf8)
        return try open(characters.span, key: key)
    }

    package static func open(_ text: Span<UInt8>, key: TokenKey) throws(SecretsError) -> [UInt8] {
        try withPayload(of: text, key: key) { payload in
            // Without room, Swift would write a count of 0 into its one empty array, which all threads share.
            guard !payload.isEmpty else { return [] }
            return unsafe [UInt8](unsafeUninitializedCapacity: payload.count) { output, initialized in
                for index in payload.indices {
                    // SAFETY: `output` has room for `payload.count` bytes.
                    unsafe output.initializeElement(at: index, to: payload[index])
                }
                initialized = payload.count
            }
        }
    }

    /// Lends the payload to `body` without copying it: for the path of every request.
    ///
    /// Bounds come first: nothing is decoded of a text that is too long, and nothing allocated beyond one scratch
    /// buffer of the token's own size.
    package static func withPayload<Value>(
        of text: Span<UInt8>,
        key: TokenKey,
        _ body: (Span<UInt8>) throws(SecretsError) -> Value
    ) throws(SecretsError) -> Value {
        guard text.count <= textBytesMax, text.count > prefix.count, startsWithPrefix(text),
            let count = Base64URL.decodedCount(text.count - prefix.count), count >= Cipher.overheadBytes
        else { throw .malformed(.token) }

        let outcome = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { scratch in
            // SAFETY: initialised at once and whole, and gone only after the spans over it.
            unsafe scratch.initialize(repeating: 0)
            var box = unsafe scratch.mutableSpan
            return opened(text.extracting(prefix.count...), box: &box, key: key, body)
        }
        return try outcome.get()
    }

    private static func opened<Value>(
        _ text: Span<UInt8>,
        box: inout MutableSpan<UInt8>,
        key: TokenKey,
        _ body: (Span<UInt8>) throws(SecretsError) -> Value
    ) -> Result<Value, SecretsError> {
        guard Base64URL.decode(text, into: &box) else { return .failure(.malformed(.token)) }
        guard Cipher.openInPlace(&box, key: key.key, associatedData: key.associatedData.span) else {
            return .failure(.doesNotOpen)
        }
        let payload = box.span.extracting(Cipher.nonceBytes..<(box.count - Cipher.tagBytes))
        do {
            return .success(try body(payload))
        } catch {
            return .failure(error)
        }
    }

    private static func startsWithPrefix(_ text: Span<UInt8>) -> Bool {
        let wanted = prefix.span
        for index in wanted.indices where text[index] != wanted[index] { return false }
        return true
    }
}
