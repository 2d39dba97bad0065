import Secrets
import Testing

@Suite struct TextFormTests {
    /// RFC 4648 section 10, without the padding; base 32 and base 64 as these forms write them.
    struct Vector: Sendable, CustomTestStringConvertible {
        let plain: String
        let base32: String
        let base64: String
        let base16: String
        var testDescription: String { "`\(plain)`" }
        var bytes: [UInt8] { Array(plain.utf8) }

        init(_ plain: String, _ base32: String, _ base64: String, _ base16: String) {
            (self.plain, self.base32, self.base64, self.base16) = (plain, base32, base64, base16)
        }
    }

    static let vectors = [
        Vector("", "", "", ""),
        Vector("f", "MY", "Zg", "66"),
        Vector("fo", "MZXQ", "Zm8", "666f"),
        Vector("foo", "MZXW6", "Zm9v", "666f6f"),
        Vector("foob", "MZXW6YQ", "Zm9vYg", "666f6f62"),
        Vector("fooba", "MZXW6YTB", "Zm9vYmE", "666f6f6261"),
        Vector("foobar", "MZXW6YTBOI", "Zm9vYmFy", "666f6f626172"),
    ]

    @Test(arguments: vectors) func `writes and reads RFC 4648's vectors`(_ vector: Vector) {
        #expect(Base32.encode(vector.bytes) == vector.base32)
        #expect(Base32.decode(vector.base32) == vector.bytes)
        #expect(Base64URL.encode(vector.bytes) == vector.base64)
        #expect(Base64URL.decode(vector.base64) == vector.bytes)
        #expect(Hex.encode(vector.bytes) == vector.base16)
        #expect(Hex.decode(vector.base16) == vector.bytes)
    }

    @Test func `every byte value at every place comes back`() {
        for count in 1...7 {
            for place in 0..<count {
                for value in UInt8.min...UInt8.max {
                    var bytes = [UInt8](repeating: 0xA5, count: count)
                    bytes[place] = value
                    #expect(Base32.decode(Base32.encode(bytes)) == bytes)
                    #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
                    #expect(Hex.decode(Hex.encode(bytes)) == bytes)
                }
            }
        }
    }

    @Test func `uses the URL-safe alphabet`() {
        #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
        #expect(Base64URL.decode("-_8") == [0xFB, 0xFF])
        #expect(Base64URL.decode("+/8") == nil)
    }

    @Test(arguments: [
        "A", "Zg==", "Zg=", "Zm9vY", "Zh", "Zm9", "Zm9vYh", "Zm9vYmF", "Zm9v ", " Zm9v", "Zm\n9", "Zm9\u{0}", "Zm9é",
    ])
    func `refuses base 64 that it would not have written`(_ text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test(arguments: ["M", "MZX", "MZXW6Y", "my", "MY======", "MZ", "MZXR", "MZXW7", "M1", "M8", "MY ", "ＭＹ"])
    func `refuses base 32 that it would not have written`(_ text: String) {
        #expect(Base32.decode(text) == nil)
    }

    @Test func `reads hexadecimal of either case and refuses what is none`() {
        #expect(Hex.decode("aBcD") == [0xAB, 0xCD])
        for text in ["a", "0g", "0x12", "12 ", "１２", "/0", ":0", "@0", "`0"] { #expect(Hex.decode(text) == nil) }
    }
}
