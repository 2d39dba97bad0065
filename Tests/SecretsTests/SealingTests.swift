import Model
import Secrets
import Testing

@Suite struct SealingTests {
    static let place = Array("device/alice/phone".utf8)

    /// draft-irtf-cfrg-xchacha-03 appendix A.3.1.
    @Test func `opens the published XChaCha20-Poly1305 vector`() throws {
        let key = try SecretKey(copying: (0x80...0x9F).map { UInt8($0) })
        let nonce = (0x40...0x57).map { UInt8($0) }
        let associatedData = try #require(Hex.decode("50515253c0c1c2c3c4c5c6c7"))
        let sealed = try #require(
            Hex.decode(
                "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39"
                    + "ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
                    + "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49"
            )
        )
        let text =
            "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future,"
            + " sunscreen would be it."
        let opened = try SealedBox.open([1] + nonce + sealed, key: key, associatedData: associatedData)
        #expect(String(decoding: opened, as: UTF8.self) == text)
    }

    @Test(arguments: [0, 1, 20, 63, 64, 65, 5_000]) func `what was sealed opens`(count: Int) throws {
        let key = try SecretKey.random()
        let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let box = SealedBox.seal(content, key: key, associatedData: Self.place)
        #expect(box.count == count + SealedBox.overheadBytes)
        #expect(try SealedBox.open(box, key: key, associatedData: Self.place) == content)
        let secret = try SealedBox.openSecret(box, key: key, associatedData: Self.place)
        let inLockedMemory = KeyTests.contents(secret)
        #expect(inLockedMemory == content)
    }

    @Test func `the same content never seals to the same box`() throws {
        let key = try SecretKey.random()
        let boxes = (0..<100).map { _ in SealedBox.seal([1, 2, 3], key: key, associatedData: Self.place) }
        #expect(Set(boxes).count == 100)
    }

    @Test func `a box with any one bit changed is refused`() throws {
        let key = try SecretKey.random()
        let box = SealedBox.seal(Array("a seed".utf8), key: key, associatedData: Self.place)
        for place in box.indices {
            for bit in 0..<8 {
                var changed = box
                changed[place] ^= 1 << UInt8(bit)
                #expect(throws: place == 0 ? SecretsError.malformed(.sealedBox) : .doesNotOpen) {
                    _ = try SealedBox.open(changed, key: key, associatedData: Self.place)
                }
            }
        }
    }

    @Test func `a box cut short, lengthened, moved or of another key is refused`() throws {
        let key = try SecretKey.random()
        let box = SealedBox.seal(Array("a seed".utf8), key: key, associatedData: Self.place)
        for count in 0..<box.count {
            #expect(throws: SecretsError.self) {
                _ = try SealedBox.open(Array(box[..<count]), key: key, associatedData: Self.place)
            }
        }
        #expect(throws: SecretsError.doesNotOpen) {
            _ = try SealedBox.open(box + [0], key: key, associatedData: Self.place)
        }
        for elsewhere in [[], Array("device/alice/phonf".utf8), Self.place + [0]] {
            #expect(throws: SecretsError.doesNotOpen) {
                _ = try SealedBox.open(box, key: key, associatedData: elsewhere)
            }
        }
        let other = try SecretKey.random()
        #expect(throws: SecretsError.doesNotOpen) {
            _ = try SealedBox.open(box, key: other, associatedData: Self.place)
        }
    }
}
