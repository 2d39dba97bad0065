import Secrets
import Testing

@Suite struct PasswordHashTests {
    static let salt = "MDEyMzQ1Njc4OWFiY2RlZg"
    static let digest = "BaW4fpaHKjCZWAGDYdvtrxLvSh/SRTUPoEiB6ytkbCs"
    static let password = Array("correct horse".utf8)

    static func text(_ costs: String) -> String { "$argon2id$v=19$\(costs)$\(salt)$\(digest)" }

    /// Made by the reference implementation: `argon2 0123456789abcdef -id -t 2 -k 256 -p 1 -l 32 -e`.
    @Test func `matches the reference implementation's hash`() throws {
        let hash = try PasswordHash(encoded: Self.text("m=256,t=2,p=1"))
        #expect(hash.matches(password: Self.password))
        #expect(!hash.matches(password: Array("correct horsf".utf8)))
        #expect(hash.parameters == PasswordHash.Parameters(memoryBytes: 256 * 1_024, passes: 2))
    }

    @Test(arguments: [[0x61], [0x61, 0x00, 0x62], Array("pässwörd 🐎".utf8), [UInt8](repeating: 0xFF, count: 1_024)])
    func `matches its own password and no neighbour`(_ password: [UInt8]) throws {
        let hash = try PasswordHash.make(password: password, parameters: .forTests)
        #expect(try PasswordHash(encoded: hash.encoded) == hash)
        #expect(hash.matches(password: password))
        #expect(!hash.matches(password: password + [0]))
        #expect(!hash.matches(password: Array(password.dropLast())))
        var changed = password
        changed[changed.count - 1] ^= 1
        #expect(!hash.matches(password: changed))
        #expect(!hash.matches(password: []))
    }

    @Test func `an inner NUL does not end a password`() throws {
        let hash = try PasswordHash.make(password: [0x61, 0x00, 0x62], parameters: .forTests)
        #expect(!hash.matches(password: [0x61]))
        #expect(!hash.matches(password: [0x61, 0x00, 0x63]))
    }

    @Test func `the same password has a new salt each time`() throws {
        let hashes = try (0..<20).map { _ in
            try PasswordHash.make(password: Self.password, parameters: .forTests).encoded
        }
        #expect(Set(hashes).count == 20)
    }

    @Test func `refuses an empty and an overlong password`() {
        for count in [0, PasswordHash.passwordBytesMax + 1] {
            #expect(throws: SecretsError.passwordLength(bytes: count)) {
                _ = try PasswordHash.make(password: [UInt8](repeating: 1, count: count), parameters: .forTests)
            }
        }
    }

    @Test func `a decoy costs what a real hash does and matches nothing`() throws {
        let parameters = PasswordHash.Parameters(memoryBytes: 64 * 1_024, passes: 2)
        let decoy = try PasswordHash.decoy(parameters: parameters)
        #expect(decoy.parameters == parameters)
        for password: [UInt8] in [[], [0], Self.password] { #expect(!decoy.matches(password: password)) }
    }

    @Test func `the standard cost is OWASP's least or better`() throws {
        #expect(PasswordHash.Parameters.standard.memoryBytes >= 19 * 1_024 * 1_024)
        #expect(PasswordHash.Parameters.standard.passes >= 2)
        let hash = try PasswordHash.make(password: Self.password, parameters: .standard)
        #expect(hash.encoded.hasPrefix("$argon2id$v=19$m=32768,t=3,p=1$"))
        #expect(hash.matches(password: Self.password))
    }

    @Test(arguments: [
        (256, 2, false), (257, 2, true), (256, 3, true), (255, 2, false), (256, 1, false), (128, 3, true),
        (512, 1, true), (8, 1, false),
    ])
    func `wants a new hash only where a cost rises`(kibibytes: Int, passes: Int, wanted: Bool) throws {
        let hash = try PasswordHash(encoded: Self.text("m=256,t=2,p=1"))
        let parameters = PasswordHash.Parameters(memoryBytes: kibibytes * 1_024, passes: passes)
        #expect(hash.needsRehash(parameters) == wanted)
    }

    @Test(
        arguments: [
            ("m=8,t=1,p=1", nil),
            ("m=1048576,t=100,p=1", nil),
            ("m=7,t=1,p=1", .memory(kibibytes: 7)),
            ("m=0,t=1,p=1", .memory(kibibytes: 0)),
            ("m=1048577,t=1,p=1", .memory(kibibytes: 1_048_577)),
            ("m=4294967295,t=1,p=1", .memory(kibibytes: 4_294_967_295)),
            ("m=256,t=101,p=1", .passes(101)),
            ("m=256,t=0,p=1", .passes(0)),
            ("m=256,t=4294967295,p=1", .passes(4_294_967_295)),
            ("m=18446744073709551616,t=1,p=1", .notArgon2id),
            ("m=0256,t=2,p=1", .notArgon2id),
            ("m=256,t=2,p=2", .notArgon2id),
            ("m=256,t=2", .notArgon2id),
            ("m=256,t=2,p=1,", .notArgon2id),
            ("t=2,m=256,p=1", .notArgon2id),
            ("m=-256,t=2,p=1", .notArgon2id),
            ("m=２５６,t=2,p=1", .notArgon2id),
            ("m=,t=2,p=1", .notArgon2id),
        ] as [(String, SecretsError.PasswordHashFault?)]
    )
    func `bounds what a stored hash may ask for`(costs: String, fault: SecretsError.PasswordHashFault?) throws {
        if let fault {
            #expect(throws: SecretsError.passwordHash(fault)) { _ = try PasswordHash(encoded: Self.text(costs)) }
        } else {
            _ = try PasswordHash(encoded: Self.text(costs))
        }
    }

    @Test(arguments: [
        "", "correct horse", "$argon2id$", "$argon2i$v=19$m=256,t=2,p=1$\(salt)$\(digest)",
        "$argon2id$v=16$m=256,t=2,p=1$\(salt)$\(digest)", "argon2id$v=19$m=256,t=2,p=1$\(salt)$\(digest)",
        "$argon2id$v=19$m=256,t=2,p=1$\(salt)$", "$argon2id$v=19$m=256,t=2,p=1$\(salt)",
        "$argon2id$v=19$m=256,t=2,p=1$\(salt)$\(digest)$", "$argon2id$v=19$m=256,t=2,p=1$\(salt)$\(digest)A",
        "$argon2id$v=19$m=256,t=2,p=1$MDEyMzQ1Njc$\(digest)", "$argon2id$v=19$m=256,t=2,p=1$\(salt)$\(digest)\u{0}",
        "$argon2id$v=19$m=256,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZ=$\(digest)",
        " $argon2id$v=19$m=256,t=2,p=1$\(salt)$\(digest)",
        "$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZabcde",
    ])
    func `refuses a stored hash of another form`(_ encoded: String) {
        #expect(throws: SecretsError.passwordHash(.notArgon2id)) { _ = try PasswordHash(encoded: encoded) }
    }
}
