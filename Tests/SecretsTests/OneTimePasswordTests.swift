import Model
import Secrets
import Testing

@Suite struct OneTimePasswordTests {
    /// RFC 6238 appendix B; the seeds of its reference code are as long as each hash.
    struct Vector: Sendable {
        let seconds: Int64
        let codes: [OneTimePassword.Algorithm: String]

        init(_ seconds: Int64, _ sha1: String, _ sha256: String, _ sha512: String) {
            self.seconds = seconds
            self.codes = [.sha1: sha1, .sha256: sha256, .sha512: sha512]
        }
    }

    static func seed(_ count: Int) -> [UInt8] { (1...count).map { UInt8(0x30 + $0 % 10) } }

    static func device(
        _ algorithm: OneTimePassword.Algorithm = .sha1,
        digits: OneTimePassword.Digits = .six
    ) throws -> OneTimePassword {
        let counts: [OneTimePassword.Algorithm: Int] = [.sha1: 20, .sha256: 32, .sha512: 64]
        return try OneTimePassword(seed: seed(#require(counts[algorithm])), algorithm: algorithm, digits: digits)
    }

    /// In the middle of a step.
    static let now = Timestamp(seconds: 1_111_111_100)
    static let current = OneTimePassword.step(at: now)

    @Test(
        arguments: [
            Vector(59, "94287082", "46119246", "90693936"),
            Vector(1_111_111_109, "07081804", "68084774", "25091201"),
            Vector(1_111_111_111, "14050471", "67062674", "99943326"),
            Vector(1_234_567_890, "89005924", "91819424", "93441116"),
            Vector(2_000_000_000, "69279037", "90698825", "38618901"),
            Vector(20_000_000_000, "65353130", "77737706", "47863826"),
        ],
        OneTimePassword.Algorithm.allCases
    )
    func `makes RFC 6238's codes`(_ vector: Vector, algorithm: OneTimePassword.Algorithm) throws {
        let device = try Self.device(algorithm, digits: .eight)
        let moment = Timestamp(seconds: vector.seconds)
        let code = try #require(vector.codes[algorithm])
        #expect(device.code(step: OneTimePassword.step(at: moment)) == code)
        #expect(device.verify(code: code, at: moment, after: nil) == OneTimePassword.step(at: moment))
    }

    @Test func `makes RFC 4226's codes`() throws {
        let device = try Self.device()
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
        ]
        #expect((0..<10).map { device.code(step: $0) } == codes)
    }

    @Test func `a step begins on each 30th second and none is before 1970`() {
        #expect(
            [-31, -1, 0, 29, 30, 59, 60].map { OneTimePassword.step(at: Timestamp(seconds: $0)) } == [
                0, 0, 0, 0, 1, 1, 2,
            ]
        )
        #expect(OneTimePassword.step(at: Timestamp(microseconds: 29_999_999)) == 0)
    }

    @Test(arguments: [(-2, false), (-1, true), (0, true), (1, true), (2, false)])
    func `accepts the neighbours of the current step and no others`(offset: Int, accepted: Bool) throws {
        let step = Self.current.advanced(by: offset)
        let device = try Self.device()
        let found = device.verify(code: device.code(step: step), at: Self.now, after: nil)
        #expect(found == (accepted ? step : nil))
    }

    @Test func `a window's edges follow the clock to the second`() throws {
        let device = try Self.device()
        let code = device.code(step: 10)
        let accepted = [269, 270, 300, 359, 360, 389, 390].filter {
            device.verify(code: code, at: Timestamp(seconds: $0), after: nil) != nil
        }
        #expect(accepted == [270, 300, 359])
        #expect(device.verify(code: code, at: Timestamp(seconds: 300), after: nil, window: 0) == 10)
        #expect(device.verify(code: code, at: Timestamp(seconds: 299), after: nil, window: 0) == nil)
    }

    @Test func `never accepts a step at or below the last one spent`() throws {
        let device = try Self.device()
        let code = device.code(step: Self.current)
        #expect(device.verify(code: code, at: Self.now, after: Self.current - 1) == Self.current)
        #expect(device.verify(code: code, at: Self.now, after: Self.current) == nil)
        #expect(device.verify(code: code, at: Self.now, after: Self.current + 1) == nil)
        #expect(device.verify(code: device.code(step: Self.current + 1), at: Self.now, after: Self.current) != nil)
    }

    @Test func `takes the newest step where two steps of the window have one code`() throws {
        let device = try Self.device()
        // Among many steps some code comes twice within a window of 120; find such a pair, whatever the seed is.
        var seen: [String: UInt64] = [:]
        var pair: (older: UInt64, newer: UInt64)?
        for step in UInt64(1_000)..<40_000 {
            let code = device.code(step: step)
            if let older = seen[code], step - older <= 200 {
                pair = (older, step)
                break
            }
            seen[code] = step
        }
        let found = try #require(pair)
        let middle = Timestamp(seconds: Int64((found.older + found.newer) / 2) * OneTimePassword.stepSeconds)
        let code = device.code(step: found.newer)
        #expect(device.verify(code: code, at: middle, after: nil, window: 120) == found.newer)
        #expect(device.verify(code: code, at: middle, after: found.older, window: 120) == found.newer)
        #expect(device.verify(code: code, at: middle, after: found.newer, window: 120) == nil)
    }

    @Test func `drops spaces and takes no other form of a code`() throws {
        let device = try Self.device()
        let moment = Timestamp(seconds: 30)  // Step 1: 287082.
        for code in ["287082", "287 082", " 287082 ", "2 8 7 0 8 2"] {
            #expect(device.verify(code: code, at: moment, after: nil) == 1, "`\(code)`")
        }
        let refused = [
            "", " ", "28708", "2870820", "0287082", "287083", "28708a", "+87082", "-87082", "287-082", "287,082",
            "287082\n", "287082\u{0}", "287\u{A0}082", "２８７０８２", "٢٨٧٠٨٢", "94287082",
            "287082" + String(repeating: " ", count: 64),
        ]
        for code in refused { #expect(device.verify(code: code, at: moment, after: nil) == nil, "`\(code)`") }
    }

    @Test func `eight digits are not six`() throws {
        let (six, eight) = (try Self.device(), try Self.device(digits: .eight))
        let moment = Timestamp(seconds: 59)
        #expect(eight.verify(code: "94287082", at: moment, after: nil) == 1)
        #expect(eight.verify(code: "287082", at: moment, after: nil) == nil)
        #expect(six.verify(code: "287082", at: moment, after: nil) == 1)
        #expect(six.verify(code: "94287082", at: moment, after: nil) == nil)
    }

    @Test func `a code of another algorithm or seed is refused`() throws {
        let sha256 = try Self.device(.sha256).code(step: Self.current)
        #expect(try Self.device(.sha1).verify(code: sha256, at: Self.now, after: nil) == nil)
        var seed = Self.seed(20)
        seed[19] ^= 1
        let other = try OneTimePassword(seed: seed).code(step: Self.current)
        #expect(try Self.device().verify(code: other, at: Self.now, after: nil) == nil)
    }

    @Test func `two codes in a row prove a device, in a wide window`() throws {
        let device = try Self.device()
        func codes(_ offset: Int) -> (String, String) {
            let step = Self.current.advanced(by: offset)
            return (device.code(step: step), device.code(step: step + 1))
        }
        for (offset, accepted) in [(-22, false), (-21, true), (-1, true), (0, true), (19, true), (20, false)] {
            let (first, second) = codes(offset)
            let found = device.verifyPair(first, second, at: Self.now)
            #expect(found == (accepted ? Self.current.advanced(by: offset + 1) : nil), "offset \(offset)")
        }
        let (first, second) = codes(0)
        #expect(device.verifyPair(second, first, at: Self.now) == nil)
        #expect(device.verifyPair(first, first, at: Self.now) == nil)
        #expect(device.verifyPair(first, device.code(step: Self.current + 2), at: Self.now) == nil)
        #expect(device.verifyPair(first, "", at: Self.now) == nil)
    }

    @Test func `a pair with a spent code is refused`() throws {
        let device = try Self.device()
        let (first, second) = (device.code(step: Self.current), device.code(step: Self.current + 1))
        #expect(device.verifyPair(first, second, at: Self.now, after: Self.current - 1) == Self.current + 1)
        #expect(device.verifyPair(first, second, at: Self.now, after: Self.current) == nil)
    }

    @Test func `a known drift moves the window`() throws {
        let device = try Self.device()
        let code = device.code(step: Self.current + 10)
        #expect(device.verify(code: code, at: Self.now, after: nil) == nil)
        #expect(device.verify(code: code, at: Self.now, after: nil, drift: 9) == Self.current + 10)
        #expect(device.verify(code: code, at: Self.now, after: nil, drift: 8) == nil)
    }

    @Test func `absurd moments, windows and drifts are survived`() throws {
        let device = try Self.device()
        for moment in [Timestamp(microseconds: .min), Timestamp(microseconds: .max), Timestamp(seconds: 0)] {
            for drift in [Int64.min, -1, 0, Int64.max] {
                _ = device.verify(code: "000000", at: moment, after: .max, window: .max, drift: drift)
            }
            _ = device.verifyPair("000000", "000000", at: moment, window: .max)
        }
        #expect(device.verify(code: device.code(step: 0), at: Timestamp(seconds: -5), after: nil) == 0)
    }

    @Test func `a seed must be of 128 bits or more`() throws {
        for count in [0, 15, 129] {
            let seed = [UInt8](repeating: 1, count: count)
            #expect(throws: SecretsError.oneTimePassword(.seedLength(bytes: count))) {
                _ = try OneTimePassword(seed: seed)
            }
        }
        _ = try OneTimePassword(seed: [UInt8](repeating: 1, count: 16))
        #expect(OneTimePassword.randomSeed().count == 20)
        #expect(OneTimePassword.randomSeed() != OneTimePassword.randomSeed())
    }

    @Test func `writes the URI that authenticator apps read`() throws {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        #expect(
            try Self.device().uri(issuer: "Acme Co", account: "alice@example.com")
                == "otpauth://totp/Acme%20Co:alice%40example.com?secret=\(secret)&issuer=Acme%20Co"
                + "&algorithm=SHA1&digits=6&period=30"
        )
        let uri = try Self.device(.sha512, digits: .eight).uri(issuer: "a&b=c?/#%", account: "é+1")
        #expect(uri.hasPrefix("otpauth://totp/a%26b%3Dc%3F%2F%23%25:%C3%A9%2B1?secret="))
        #expect(uri.hasSuffix("&issuer=a%26b%3Dc%3F%2F%23%25&algorithm=SHA512&digits=8&period=30"))
    }

    @Test func `refuses a label whose parts could be taken apart wrongly`() throws {
        let device = try Self.device()
        #expect(throws: SecretsError.oneTimePassword(.labelHasColon)) {
            _ = try device.uri(issuer: "a:b", account: "c")
        }
        #expect(throws: SecretsError.oneTimePassword(.labelHasColon)) {
            _ = try device.uri(issuer: "a", account: "b:c")
        }
        #expect(throws: SecretsError.oneTimePassword(.labelEmpty)) { _ = try device.uri(issuer: "", account: "c") }
        #expect(throws: SecretsError.oneTimePassword(.labelEmpty)) { _ = try device.uri(issuer: "a", account: "") }
    }
}
