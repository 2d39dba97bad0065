import Model
import Testing

@testable import Directory

@Suite struct RecordTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        let name: String
        let record: any StoredRecord
        let isSame: @Sendable ([UInt8]) throws -> Bool

        init<Record: StoredRecord & Equatable>(_ name: String, _ record: Record) {
            self.name = name
            self.record = record
            isSame = { bytes in
                var reader = RecordReader(bytes)
                return try Record(reading: &reader) == record
            }
        }

        var testDescription: String { name }
    }

    /// Each kind with nothing but what it must have, and with all that it can have.
    static func samples() throws -> [Sample] {
        let account = try #require(Fixtures.account)
        let bareUser = UserRecord(id: try Fixtures.id("AIDA", 0))
        let user = try Fixtures.user(7) {
            $0.path = "/staff/"
            $0.tags = [Tag(key: "team", value: "blue"), Tag(key: "empty", value: "")]
            $0.permissionsBoundary = try? Fixtures.id("ANPA", 3)
            $0.groups = (1...3).compactMap { try? Fixtures.id("AGPA", $0) }
            $0.attachedPolicies = (1...2).compactMap { try? Fixtures.id("ANPA", $0) }
            $0.inlinePolicies = [
                InlinePolicy(name: "own", document: PolicyText("{\"Ünicode\":1}")),
                InlinePolicy(name: "empty", document: PolicyText("")),
            ]
            $0.accessKeys = (1...2).compactMap { try? Fixtures.id("AKIA", $0) }
            $0.mfaDevices = ["phone", "token"]
            $0.sessionsValidFrom = Timestamp(microseconds: -1)
        }
        return [
            Sample("bare account", account), Sample("account", fullAccount(account)),
            Sample("bare user", bareUser), Sample("user", user),
            Sample("bare group", GroupRecord(id: try Fixtures.id("AGPA", 0))),
            Sample(
                "group",
                try Fixtures.group(1) {
                    $0.attachedPolicies = user.attachedPolicies
                    $0.inlinePolicies = user.inlinePolicies
                }
            ),
            Sample("bare role", RoleRecord(id: try Fixtures.id("AROA", 0))),
            Sample(
                "role",
                try Fixtures.role(1) {
                    $0.tags = user.tags
                    $0.permissionsBoundary = user.permissionsBoundary
                    $0.attachedPolicies = user.attachedPolicies
                    $0.inlinePolicies = user.inlinePolicies
                    $0.details = "what it is for"
                    $0.sessionsValidFrom = .init(seconds: 12)
                    $0.trustBindings = .of([
                        .init(arn: "arn:aws:iam::123456789012:user/alice", id: user.id),
                        .init(arn: "", id: bareUser.id),
                    ])
                }
            ),
            Sample("role that names nobody", try Fixtures.role(2) { $0.trustBindings = TrustBindings.none }),
            Sample("bare policy", PolicyRecord(id: try Fixtures.id("ANPA", 0))),
            Sample(
                "policy",
                try Fixtures.policy(1) {
                    $0.details = "what it is for"
                    $0.versions.append(.init(number: 300, document: PolicyText("{}"), createdAt: .init(seconds: 9)))
                    $0.latestVersion = .max
                }
            ),
            Sample(
                "bare control policy",
                ControlPolicyRecord(.serviceControl, level: 0, name: "G", document: PolicyText(""))
            ),
            Sample("control policy", Fixtures.control(.resourceControl, level: 5, "Guard", changed: true)),
        ] + (try credentials(of: user))
    }

    private static func fullAccount(_ bare: AccountRecord) -> AccountRecord {
        var account = bare
        account.alias = "the-alias"
        account.createdAt = .init(seconds: 1_700_000_000)
        account.wrappedKey = Array(0...255)
        account.partition = "aws-cn"
        account.quotas.users = 0
        account.quotas.sessionPolicyCharacters = 1_000_000
        for end in [.max, 0, -1] as [Int64] { account.droppedRevocations.drop(until: Timestamp(microseconds: end)) }
        return account
    }

    private static func credentials(of user: UserRecord) throws -> [Sample] {
        var login = LoginRecord(userID: user.id)
        login.passwordHash = "$argon2id$"
        login.resetRequired = true
        login.generation = .max
        var device = Fixtures.device(1)
        device.userID = user.id
        device.enabledAt = .init(seconds: 5)
        device.lastStep = .max
        device.drift = 1_001
        var throttle = ThrottleRecord()
        throttle.subject = "user/AIDA/1000"
        throttle.failures = 3
        throttle.blockedUntil = .init(microseconds: .max)
        var revocation = RevocationRecord()
        revocation.sessionID = "session"
        revocation.expiration = .init(microseconds: .min)
        var lastUsed = LastUsedRecord(id: user.id)
        lastUsed.usedAt = .init(seconds: 77)
        let rotated = try Fixtures.key(2, of: user) {
            $0.secretDigest = [7, 8]
            $0.isActive = false
            $0.deactivatesAt = .init(seconds: 100)
            $0.deletesAt = .init(seconds: 200)
            $0.replacedBy = try? Fixtures.id("AKIA", 3)
            $0.rotationTokenDigest = [4, 5, 6]
            $0.rotatedAt = .init(seconds: 50)
        }
        return [
            Sample("access key", try Fixtures.key(1, of: user)), Sample("rotated access key", rotated),
            Sample("bare login", LoginRecord(userID: user.id)), Sample("login", login),
            Sample("bare device", MFADeviceRecord()), Sample("device", device), Sample("throttle", throttle),
            Sample("revocation", revocation), Sample("last used", lastUsed),
        ]
    }

    @Test(arguments: try samples()) func `a record comes back as it was written`(_ sample: Sample) throws {
        #expect(try sample.isSame(sample.record.encoded()))
    }

    @Test(arguments: try samples()) func `a record that is cut short is never the same`(_ sample: Sample) throws {
        let bytes = sample.record.encoded()
        for count in 0..<bytes.count {
            do {
                #expect(try !sample.isSame(Array(bytes[..<count])))
            } catch {
                #expect(error is RecordError)
            }
        }
    }

    @Test(arguments: try samples()) func `a field that is not known is refused`(_ sample: Sample) throws {
        for field in [0, 99, 255] as [UInt8] {
            #expect(throws: RecordError.unknownField(field)) {
                try sample.isSame(sample.record.encoded() + [field, 0])
            }
        }
    }

    @Test(arguments: try samples()) func `no flipped bit brings it down`(_ sample: Sample) throws {
        let bytes = sample.record.encoded()
        for index in bytes.indices {
            for bit in 0..<8 {
                var flipped = bytes
                flipped[index] ^= 1 << UInt8(bit)
                _ = try? sample.isSame(flipped)
            }
        }
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let error: RecordError

        var testDescription: String { name }
    }

    @Test(arguments: [
        Broken(name: "nothing", bytes: [], error: .missing(field: "id")),
        Broken(
            name: "an id of no characters",
            bytes: [1] + [UInt8](repeating: 0, count: 16),
            error: .notAnID(field: 1)
        ),
        Broken(name: "an id too long", bytes: [1] + [UInt8](repeating: 25, count: 16), error: .notAnID(field: 1)),
        Broken(name: "a text longer than the record", bytes: user + [2, 5, 97], error: .truncated),
        Broken(name: "a length of 64 bits", bytes: user + [2] + big + [97], error: .truncated),
        Broken(
            name: "a number of 65 bits",
            bytes: user + [4] + [UInt8](repeating: 0xFF, count: 9) + [2],
            error: .numberTooLarge
        ),
        Broken(name: "a number without an end", bytes: user + [4, 0x80], error: .truncated),
        Broken(name: "a text that is not UTF-8", bytes: user + [2, 2, 0xC3, 0x28], error: .notUTF8(field: 2)),
        Broken(name: "a policy that is not UTF-8", bytes: user + [9, 3, 2, 1, 0xFF], error: .notUTF8(field: 2)),
        Broken(name: "a policy without a text", bytes: user + [9, 0], error: .missing(field: "document")),
        Broken(name: "a device without a name", bytes: user + [11, 0], error: .outOfRange(field: "mfaDevices")),
        Broken(name: "an unknown field in a tag", bytes: user + [5, 2, 3, 0], error: .unknownField(3)),
    ]) func `a user of broken bytes is refused`(_ broken: Broken) {
        #expect(throws: broken.error) {
            var reader = RecordReader(broken.bytes)
            return try UserRecord(reading: &reader)
        }
    }

    private static let user = (try? Fixtures.id("AIDA", 1)).map { UserRecord(id: $0).encoded() } ?? []
    private static let big = [UInt8](repeating: 0xFF, count: 9) + [1]

    @Test func `a number or a flag outside its range is refused`() throws {
        let id = try Fixtures.id("AIDA", 1)
        var writer = RecordWriter()
        writer.id(1, id)
        writer.number(5, UInt64(UInt32.max) + 1)
        var reader = RecordReader(writer.bytes)
        #expect(throws: RecordError.outOfRange(field: "generation")) { try LoginRecord(reading: &reader) }
        writer = RecordWriter()
        writer.id(1, id)
        writer.number(4, 2)
        reader = RecordReader(writer.bytes)
        #expect(throws: RecordError.outOfRange(field: "flag")) { try LoginRecord(reading: &reader) }
    }

    /// Found by the fuzzer: it was read as a digest and written as none.
    @Test func `a key with an empty digest is refused`() throws {
        let key = try Fixtures.key(1, of: Fixtures.user(1)).encoded()
        var reader = RecordReader(key + [5, 1, 7])
        #expect(try AccessKeyRecord(reading: &reader).secretDigest == [7])
        reader = RecordReader(key + [5, 0])
        #expect(throws: RecordError.outOfRange(field: "secretDigest")) { try AccessKeyRecord(reading: &reader) }
    }

    @Test func `a key past its deactivation does not work`() throws {
        let user = try Fixtures.user(1)
        let plain = try Fixtures.key(1, of: user)
        #expect(plain.works(at: .init(seconds: 100)) && !plain.isScheduled)
        let rotated = try Fixtures.key(1, of: user) { $0.deactivatesAt = .init(seconds: 100) }
        #expect(rotated.works(at: .init(microseconds: 99_999_999)))
        #expect(!rotated.works(at: .init(seconds: 100)))
        let deleted = try Fixtures.key(1, of: user) { $0.deletesAt = .init(seconds: 50) }
        #expect(deleted.works(at: .init(seconds: 49)) && !deleted.works(at: .init(seconds: 50)))
        let inactive = try Fixtures.key(1, of: user) { $0.isActive = false }
        #expect(!inactive.works(at: .init(seconds: 0)))
        var cancelled = rotated
        cancelled.deactivatesAt = nil
        #expect(cancelled == plain)
    }
}
