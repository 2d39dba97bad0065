import Authorization
import Directory
import Model
import Store

/// An account in memory, and what tests ask about it.
struct SampleAccount {
    static let digits = "123456789012"
    static let now = Timestamp(seconds: 1_900_000_000)
    static let peer = PeerFacts(uid: 998, gid: 997, pid: 4_711, executable: "/usr/bin/orders")

    let directory: Directory

    init() async throws {
        let id = try Self.some(AccountID(Self.digits))
        directory = try await Directory.create(in: MemoryStore(), account: AccountRecord(id: id))
    }

    var snapshot: Snapshot { directory.current }

    // MARK: Writing

    func put(_ records: any StoredRecord...) async throws {
        _ = try await directory.write { transaction throws(Refusal) in
            for record in records { transaction.put(record) }
        }
    }

    func delete(_ record: some StoredRecord) async throws {
        _ = try await directory.write { transaction throws(Refusal) in transaction.delete(record) }
    }

    static func some<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw SampleError.none }
        return value
    }

    /// A unique id: the prefix, then sixteen characters made of a number.
    static func id(_ prefix: String, _ number: Int) throws -> UniqueID {
        var text = ""
        var rest = number
        for _ in 0..<16 {
            text += String(Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")[rest % 32])
            rest /= 32
        }
        return try some(UniqueID(prefix + text))
    }

    static func user(_ name: String, _ number: Int, path: String = "/", inline: [String] = []) throws -> UserRecord {
        var user = UserRecord(id: try id("AIDA", number))
        user.name = name
        user.path = path
        user.inlinePolicies = self.inline(inline)
        return user
    }

    static func group(_ name: String, _ number: Int, inline: [String] = []) throws -> GroupRecord {
        var group = GroupRecord(id: try id("AGPA", number))
        group.name = name
        group.path = "/"
        group.inlinePolicies = self.inline(inline)
        return group
    }

    static func role(
        _ name: String,
        _ number: Int,
        trust: String = "",
        path: String = "/",
        inline: [String] = []
    ) throws -> RoleRecord {
        var role = RoleRecord(id: try id("AROA", number))
        role.name = name
        role.path = path
        role.maxSessionSeconds = 3_600
        role.trustPolicy = PolicyText(trust.isEmpty ? self.trust(#""*""#) : trust)
        role.inlinePolicies = self.inline(inline)
        return role
    }

    static func policy(_ name: String, _ number: Int, _ document: String) throws -> PolicyRecord {
        var policy = PolicyRecord(id: try id("ANPA", number))
        policy.name = name
        policy.path = "/"
        policy.versions = [PolicyVersionRecord(number: 1, document: PolicyText(document), createdAt: now)]
        policy.defaultVersion = 1
        policy.latestVersion = 1
        return policy
    }

    private static func inline(_ documents: [String]) -> [InlinePolicy] {
        documents.enumerated().map { InlinePolicy(name: "inline-\($0)", document: PolicyText($1)) }
    }

    // MARK: Documents

    /// One statement, with the rest of its members as JSON.
    static func document(_ effect: String, _ action: String, on resource: String = "*", _ rest: String = "") -> String {
        #"{"Version":"2012-10-17","Statement":[{"Sid":"\#(effect)It","Effect":"\#(effect)","Action":"\#(action)","#
            + #""Resource":"\#(resource)"\#(rest.isEmpty ? "" : "," + rest)}]}"#
    }

    static func allow(_ action: String, on resource: String = "*", _ rest: String = "") -> String {
        document("Allow", action, on: resource, rest)
    }

    static func deny(_ action: String, on resource: String = "*", _ rest: String = "") -> String {
        document("Deny", action, on: resource, rest)
    }

    /// A trust policy, whose principal is given as JSON.
    static func trust(_ principal: String, effect: String = "Allow", _ rest: String = "") -> String {
        #"{"Version":"2012-10-17","Statement":[{"Effect":"\#(effect)","Principal":\#(principal),"#
            + #""Action":"sts:AssumeRole"\#(rest.isEmpty ? "" : "," + rest)}]}"#
    }

    // MARK: Asking

    static func arn(_ rest: String) -> String { "arn:aws:iam::\(digits):\(rest)" }
    static func sessionARN(_ rest: String) -> String { "arn:aws:sts::\(digits):assumed-role/\(rest)" }

    static let nobody = Caller(principal: .anonymous, peer: peer)

    func caller(_ arn: String, session: SessionFacts? = nil, decider: Decider? = nil) throws -> Caller {
        let decider = decider ?? Authorizer().makeDecider()
        var caller = try decider.subject(named: arn, askedBy: Self.nobody, in: snapshot)
        caller.session = session
        return caller
    }

    static func session(
        _ credential: SessionFacts.Credential = .password(generation: 1),
        mfaAt: Timestamp? = nil
    ) -> SessionFacts {
        SessionFacts(
            id: "session-1",
            issuedAt: now.adding(seconds: -60),
            expiration: now.adding(seconds: 3_600),
            mfaAt: mfaAt,
            credential: credential
        )
    }
}

enum SampleError: Error {
    case none
}
