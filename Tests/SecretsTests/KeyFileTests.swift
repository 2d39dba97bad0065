import Foundation
import Glibc
import Secrets
import Testing

@Suite struct KeyFileTests {
    static let raw = (0..<32).map { UInt8($0 + 1) }

    /// A key file with this content and mode.
    static func write(_ content: [UInt8], mode: mode_t = 0o600, in folder: borrowing TemporaryFolder) throws -> String {
        let path = folder.path + "/master.key"
        try Data(content).write(to: URL(fileURLWithPath: path))
        #expect(unsafe chmod(path, mode) == 0)
        return path
    }

    /// Whether two master keys are one: what one wraps, the other opens.
    static func same(_ left: MasterKey, _ right: MasterKey) throws -> Bool {
        let wrapped = try AccountKeys.create(master: left, account: KeyTests.account()).wrapped
        return (try? AccountKeys.open(wrapped: wrapped, master: right, account: KeyTests.account())) != nil
    }

    @Test func `a made key is read back, and its file is the owner's alone`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/master.key"
        let made = try MasterKey.create(path: path)
        #expect(try Self.same(made, MasterKey.read(path: path)))
        let facts = try FileManager.default.attributesOfItem(atPath: path)
        #expect(facts[.posixPermissions] as? Int == 0o600)
        #expect(facts[.size] as? Int == 65)
        let other = try MasterKey.create(path: folder.path + "/other.key")
        #expect(try !Self.same(made, other))
    }

    @Test func `a file that is there is never overwritten`() throws {
        let folder = try TemporaryFolder()
        let path = try Self.write(Self.raw, in: folder)
        #expect(throws: SecretsError.keyFile(path: path, .alreadyThere)) { _ = try MasterKey.create(path: path) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(Self.raw))
    }

    @Test func `reads raw bytes and hexadecimal of either case`() throws {
        let master = MasterKey(try SecretKey(copying: Self.raw))
        let hexadecimal = Hex.encode(Self.raw)
        for content in [
            Self.raw, Array(hexadecimal.utf8), Array((hexadecimal + "\n").utf8), Array(hexadecimal.uppercased().utf8),
        ] {
            let folder = try TemporaryFolder()
            let path = try Self.write(content, in: folder)
            #expect(try Self.same(master, MasterKey.read(path: path)))
        }
    }

    @Test func `refuses other sizes, other characters and zeros`() throws {
        let hexadecimal = Array(Hex.encode(Self.raw).utf8)
        let line = hexadecimal + [0x0A]
        let cases: [(content: [UInt8], fault: KeyFileFault)] = [
            ([], .size(bytes: 0)),
            (Array(Self.raw.dropLast()), .size(bytes: 31)),
            (Self.raw + [0x0A], .size(bytes: 33)),
            (Array(hexadecimal.dropLast()), .size(bytes: 63)),
            (hexadecimal + [0x20], .size(bytes: 65)),
            (line + [0x0A], .size(bytes: 66)),
            (line + [UInt8](repeating: 0x0A, count: 100_000), .size(bytes: 66)),
            ([0x67] + hexadecimal.dropFirst(), .notHexadecimal),
            (hexadecimal.dropLast() + [0x0A], .notHexadecimal),
            ([UInt8](repeating: 0, count: 32), .allZero),
            ([UInt8](repeating: 0x30, count: 64), .allZero),
        ]
        for (content, fault) in cases {
            let folder = try TemporaryFolder()
            let path = try Self.write(content, in: folder)
            #expect(throws: SecretsError.keyFile(path: path, fault)) { _ = try MasterKey.read(path: path) }
        }
    }

    @Test(
        arguments: [
            (0o600, true, true), (0o400, true, true), (0o440, false, true), (0o040, false, true), (0o640, false, false),
            (0o660, false, false), (0o604, false, false), (0o444, false, false), (0o700, false, false),
            (0o4600, false, false), (0o666, false, false),
        ] as [(mode_t, Bool, Bool)]
    )
    func `believes only a file that is closed to others`(mode: mode_t, owner: Bool, credential: Bool) throws {
        for (access, allowed) in [(KeyFileAccess.ownerOnly, owner), (.systemdCredential, credential)] {
            #expect(access.allows(mode: mode) == allowed)
            let folder = try TemporaryFolder()
            let path = try Self.write(Self.raw, mode: mode, in: folder)
            if allowed {
                // Where the owner may not read, only root gets further than the opening.
                guard mode & 0o400 != 0 || geteuid() == 0 else { continue }
                _ = try MasterKey.read(path: path, access: access)
            } else {
                #expect(throws: SecretsError.keyFile(path: path, .mode(mode, access: access))) {
                    _ = try MasterKey.read(path: path, access: access)
                }
            }
        }
    }

    @Test func `believes only a regular file`() throws {
        let folder = try TemporaryFolder()
        let path = try Self.write(Self.raw, in: folder)
        let link = folder.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        #expect(throws: SecretsError.keyFile(path: link, .symbolicLink)) { _ = try MasterKey.read(path: link) }
        let pipe = folder.path + "/pipe"
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        #expect(throws: SecretsError.keyFile(path: pipe, .notRegularFile)) { _ = try MasterKey.read(path: pipe) }
        #expect(throws: SecretsError.keyFile(path: folder.path, .notRegularFile)) {
            _ = try MasterKey.read(path: folder.path)
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
    func `believes only its own user's file`() throws {
        let folder = try TemporaryFolder()
        let path = try Self.write(Self.raw, in: folder)
        #expect(unsafe chown(path, 65_534, 65_534) == 0)
        #expect(throws: SecretsError.keyFile(path: path, .owner(uid: 65_534, wanted: 0))) {
            _ = try MasterKey.read(path: path)
        }
    }

    @Test func `an error names the path and what would be right`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/none"
        let missing = #expect(throws: SecretsError.self) { _ = try MasterKey.read(path: path) }
        #expect(missing.map { "\($0)" }?.contains("`\(path)`: there is no such file; make one with") == true)
        let wide = SecretsError.keyFile(path: "/k", .mode(0o644, access: .ownerOnly))
        #expect("\(wide)" == "master key file `/k`: mode 0644 is too wide; it must be 0600 or narrower")
        #expect(throws: SecretsError.keyFile(path: path + "/x", .system(call: "open", code: ENOENT))) {
            _ = try MasterKey.create(path: path + "/x")
        }
    }
}
