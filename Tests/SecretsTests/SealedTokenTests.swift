import Model
import Secrets
import Testing

@Suite struct SealedTokenTests {
    let keys: AccountKeys
    let key: TokenKey
    let payload = Array("AIDAABCDEFGHIJKLMNOPQ, until tomorrow".utf8)

    init() throws {
        keys = try Self.keys("123456789012")
        key = TokenKey(keys, purpose: .session)
    }

    static func keys(_ account: String) throws -> AccountKeys {
        let master = MasterKey(try SecretKey.random())
        return try AccountKeys.create(master: master, account: #require(AccountID(account))).keys
    }

    @Test func `a token opens to its payload`() throws {
        for count in [0, 1, 2, 3, 100, SealedToken.payloadBytesMax] {
            let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            let text = try SealedToken.seal(payload: payload, key: key)
            #expect(text.hasPrefix("postern1."))
            #expect(text.utf8.count <= SealedToken.textBytesMax)
            #expect(try SealedToken.open(text, key: key) == payload)
            let bytes = Array(text.utf8)
            #expect(try SealedToken.open(bytes.span, key: key) == payload)
            let size = try SealedToken.withPayload(of: bytes.span, key: key) { $0.count }
            #expect(size == count)
        }
    }

    @Test func `the largest payload fills the longest text and one byte more is refused`() throws {
        let payload = [UInt8](repeating: 7, count: SealedToken.payloadBytesMax)
        #expect(try SealedToken.seal(payload: payload, key: key).utf8.count > SealedToken.textBytesMax - 4)
        #expect(
            throws: SecretsError.payloadTooLong(bytes: payload.count + 1, bytesMax: SealedToken.payloadBytesMax)
        ) { _ = try SealedToken.seal(payload: payload + [7], key: key) }
    }

    @Test func `a token with any one character changed is refused`() throws {
        let text = Array(try SealedToken.seal(payload: payload, key: key).utf8)
        for place in text.indices {
            for replacement in Array("Aa0_-.= \u{0}".utf8) + [text[place] ^ 1, text[place] ^ 0x80] {
                guard replacement != text[place] else { continue }
                var changed = text
                changed[place] = replacement
                #expect(throws: SecretsError.self) { _ = try SealedToken.open(changed.span, key: key) }
            }
        }
    }

    @Test func `a token cut short or lengthened is refused`() throws {
        let text = Array(try SealedToken.seal(payload: payload, key: key).utf8)
        for count in text.indices {
            let cut = Array(text[..<count])
            #expect(throws: SecretsError.self) { _ = try SealedToken.open(cut.span, key: key) }
        }
        for suffix in ["A", "AA", "AAA", "AAAA", "=", " ", "\n"] {
            let longer = text + Array(suffix.utf8)
            #expect(throws: SecretsError.self) { _ = try SealedToken.open(longer.span, key: key) }
        }
    }

    @Test func `one token has one text`() throws {
        // 24 + 16 + 37 bytes leave four bits unused in the last character.
        var text = Array(try SealedToken.seal(payload: payload, key: key).utf8)
        let last = try #require(text.last)
        let twins = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8).filter { $0 != last }
        for twin in twins {
            text[text.count - 1] = twin
            #expect(throws: SecretsError.self) { _ = try SealedToken.open(text.span, key: key) }
        }
    }

    @Test func `another account's token and one of another purpose are refused`() throws {
        let text = try SealedToken.seal(payload: payload, key: key)
        let foreign = TokenKey(try Self.keys("123456789012"), purpose: .session)
        #expect(throws: SecretsError.doesNotOpen) { _ = try SealedToken.open(text, key: foreign) }
        let challenge = TokenKey(keys, purpose: .challenge)
        #expect(throws: SecretsError.doesNotOpen) { _ = try SealedToken.open(text, key: challenge) }
    }

    @Test(arguments: ["", "postern1.", "postern1", "postern2.AAAA", "POSTERN1.AAAA", "Bearer postern1.AAAA", "AKIA"])
    func `what is no token is called malformed`(_ text: String) {
        #expect(throws: SecretsError.malformed(.token)) { _ = try SealedToken.open(text, key: key) }
    }

    @Test func `a text above the bound is refused before it is read`() {
        let text = "postern1." + String(repeating: "A", count: SealedToken.textBytesMax)
        #expect(throws: SecretsError.malformed(.token)) { _ = try SealedToken.open(text, key: key) }
        #expect(throws: SecretsError.malformed(.token)) { _ = try SealedToken.open(Array(text.utf8).span, key: key) }
    }

    @Test func `an error of the body comes through`() throws {
        let text = Array(try SealedToken.seal(payload: payload, key: key).utf8)
        #expect(throws: SecretsError.libraryUnavailable) {
            try SealedToken.withPayload(of: text.span, key: key) { _ throws(SecretsError) in
                throw .libraryUnavailable
            }
        }
    }
}
