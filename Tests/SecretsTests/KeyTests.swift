import Model
import Secrets
import Testing

@Suite struct KeyTests {
    static func account(_ digits: String = "123456789012") throws -> AccountID { try #require(AccountID(digits)) }

    @Test func `a stored data key opens with its master key to the same keys`() throws {
        let master = MasterKey(try SecretKey.random())
        let made = try AccountKeys.create(master: master, account: Self.account())
        let opened = try AccountKeys.open(wrapped: made.wrapped, master: master, account: Self.account())
        for (left, right) in [
            (made.keys.records, opened.records), (made.keys.sessions, opened.sessions),
            (made.keys.paging, opened.paging),
        ] {
            #expect(SecretKey.constantTimeEquals(left, right))
        }
        let box = SealedBox.seal([1, 2, 3], key: made.keys.records, associatedData: [])
        #expect(try SealedBox.open(box, key: opened.records, associatedData: []) == [1, 2, 3])
    }

    @Test func `each purpose and each account has a key of its own`() throws {
        let master = MasterKey(try SecretKey.random())
        let first = try AccountKeys.create(master: master, account: Self.account()).keys
        let second = try AccountKeys.create(master: master, account: Self.account()).keys
        let all = [first.records, first.sessions, first.paging, second.records, second.sessions, second.paging]
        for left in all.indices {
            for right in all.indices where left != right {
                #expect(!SecretKey.constantTimeEquals(all[left], all[right]))
            }
        }
    }

    @Test func `another master key is named as the reason`() throws {
        let made = try AccountKeys.create(master: MasterKey(SecretKey.random()), account: Self.account())
        let other = MasterKey(try SecretKey.random())
        #expect(throws: SecretsError.wrongMasterKey) {
            _ = try AccountKeys.open(wrapped: made.wrapped, master: other, account: Self.account())
        }
    }

    @Test func `a data key of another account, altered or of another form does not open`() throws {
        let master = MasterKey(try SecretKey.random())
        let wrapped = try AccountKeys.create(master: master, account: Self.account()).wrapped
        #expect(throws: SecretsError.wrongMasterKey) {
            _ = try AccountKeys.open(wrapped: wrapped, master: master, account: Self.account("123456789013"))
        }
        for place in wrapped.indices {
            var changed = wrapped
            changed[place] ^= 0x10
            #expect(throws: place == 0 ? SecretsError.malformed(.wrappedKey) : .wrongMasterKey) {
                _ = try AccountKeys.open(wrapped: changed, master: master, account: Self.account())
            }
        }
        for bytes in [[], Array(wrapped.dropLast()), wrapped + [0]] {
            #expect(throws: SecretsError.malformed(.wrappedKey)) {
                _ = try AccountKeys.open(wrapped: bytes, master: master, account: Self.account())
            }
        }
    }

    @Test func `a key is exactly 32 bytes`() throws {
        for count in [0, 31, 33] {
            #expect(throws: SecretsError.keyLength(found: count, wanted: 32)) {
                _ = try SecretKey(copying: [UInt8](repeating: 1, count: count))
            }
        }
        _ = try SecretKey(copying: [UInt8](repeating: 1, count: 32))
    }

    @Test func `no secret shows in a log line`() throws {
        let key = try SecretKey(copying: [UInt8](repeating: 0x41, count: 32))
        let hash = try PasswordHash.make(password: [1], parameters: .forTests)
        let device = try OneTimePassword(seed: [UInt8](repeating: 0x41, count: 20))
        let optional: SecretKey? = key
        #expect("\(key) \(MasterKey(key)) \(device)" == "<secret> <secret> <secret>")
        #expect("\(String(describing: optional)) \([device])" == "Optional(<secret>) [<secret>]")
        #expect("\(hash) \([hash])" == "<password hash> [<password hash>]")
    }

    // A noncopyable value cannot go into `#expect`, so that its facts are taken out first.
    @Test func `secret bytes hold what was put in and begin as zeros`() throws {
        let bytes = (0..<40).map { UInt8($0) }
        let empty = try SecretBytes(count: 40)
        let copied = try SecretBytes(copying: bytes)
        let none = try SecretBytes(count: 0)
        let contents = [Self.contents(empty), Self.contents(copied), Self.contents(none)]
        #expect(contents == [[UInt8](repeating: 0, count: 40), bytes, []])
        let (emptyIsZero, copiedIsZero) = (empty.isZero, copied.isZero)
        #expect(emptyIsZero && !copiedIsZero)
    }

    @Test func `secret bytes compare whole`() throws {
        let secret = try SecretBytes(copying: [1, 2, 3])
        for (other, equal) in [([1, 2, 3], true), ([1, 2, 4], false), ([1, 2], false)] as [([UInt8], Bool)] {
            let outcome = SecretBytes.constantTimeEquals(secret, try SecretBytes(copying: other))
            #expect(outcome == equal)
        }
        let random = SecretBytes.constantTimeEquals(try .random(count: 32), try .random(count: 32))
        #expect(!random)
    }

    static func contents(_ secret: borrowing SecretBytes) -> [UInt8] {
        secret.withBytes { span in span.indices.map { span[$0] } }
    }

    @Test func `compares whole values`() {
        #expect(constantTimeEquals([], []))
        #expect(constantTimeEquals([1, 2, 3], [1, 2, 3]))
        for other: [UInt8] in [[], [1, 2], [1, 2, 3, 0], [1, 2, 4], [0, 2, 3]] {
            #expect(!constantTimeEquals([1, 2, 3], other))
        }
    }

    @Test func `wipes an array`() {
        var bytes: [UInt8] = [1, 2, 3]
        Sodium.wipe(&bytes)
        #expect(bytes.isEmpty)
    }

    /// Expected values from Python's hashlib, an independent implementation of RFC 7693.
    @Test func `makes BLAKE2b digests`() throws {
        let text = Array("abc".utf8)
        #expect(
            Hex.encode(Digest.blake2b(text)) == "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"
        )
        #expect(Hex.encode(Digest.blake2b([])) == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8")
        let key = try SecretKey(copying: (0..<32).map { UInt8($0) })
        #expect(
            Hex.encode(Digest.blake2b(text, key: key))
                == "d63a32d3e44738d7907f964316c241adaba0abfeabc32349677578a15a203f7f"
        )
    }
}
