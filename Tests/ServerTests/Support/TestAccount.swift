import Administration
import Authentication
import Authorization
import Directory
import Model
import Secrets
import Server
import Store

/// An account with all its rooms, on a store in memory; who calls is told by the uid.
struct TestAccount: Sendable {
    static let id = "123456789012"
    static let rootUID: UInt32 = 0
    /// Mapped to nobody.
    static let strangerUID: UInt32 = 4_242
    /// Mapped to the user `subject`.
    static let subjectUID: UInt32 = 1_001
    /// One for all tests: threads are dear.
    private static let passwords = PasswordPool(threads: 1, parameters: .forTests)

    let directory: Directory
    let administrator: Administrator
    let authenticator: Authenticator
    let authorizer: Authorizer
    let dispatcher: Dispatcher
    /// Of the user `alice`.
    let accessKeyID: String

    /// The root user, as the daemon's own uid acts.
    var root: Caller {
        Caller(
            principal: .root(directory.current.account.id, arn: directory.current.rootARN),
            peer: PeerFacts(uid: Self.rootUID, gid: 0, pid: 1)
        )
    }

    /// Makes an account with one of everything, and the user `subject`, who may do nothing.
    ///
    /// The rules say whom uids act as, besides that of `subject`.
    static func make(
        on store: any Store = MemoryStore(),
        rules: [String] = [],
        clock: @escaping Clock = { Timestamp(seconds: 1_800_000_000) },
        uptime: @escaping Uptime = { .zero }
    ) async throws -> TestAccount {
        guard let id = AccountID(Self.id) else { throw TestFailure("no account id") }
        let (keys, wrapped) = try AccountKeys.create(master: MasterKey(try SecretKey.random()), account: id)
        var record = AccountRecord(id: id)
        record.wrappedKey = wrapped
        let directory = try await Directory.create(in: store, account: record)
        let administrator = Administrator(
            directory: directory,
            keys: keys,
            passwords: passwords,
            clock: clock,
            uptime: uptime
        )
        let authenticator = Authenticator(directory: directory, keys: keys, passwords: passwords, clock: clock)
        let authorizer = Authorizer()
        let peers = try PeerMap(parsing: ["uid:\(subjectUID)=user/subject"] + rules, ownUID: rootUID)
        let dispatcher = Dispatcher(
            directory: directory,
            authenticator: authenticator,
            authorizer: authorizer,
            administrator: administrator,
            resolver: CallerResolver(keys: keys, peers: peers, uses: authenticator.uses),
            clock: clock
        )
        let root = Caller(
            principal: .root(id, arn: directory.current.rootARN),
            peer: PeerFacts(uid: rootUID, gid: 0, pid: 1)
        )
        return TestAccount(
            directory: directory,
            administrator: administrator,
            authenticator: authenticator,
            authorizer: authorizer,
            dispatcher: dispatcher,
            accessKeyID: try await furnish(administrator, root)
        )
    }

    /// - Returns: The id of the key of `alice`.
    private static func furnish(_ administrator: Administrator, _ root: Caller) async throws -> String {
        let trust = """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"\(id)"},"Action":"sts:AssumeRole"}}
            """
        _ = try await administrator.createUser(CreateUserRequest(userName: "subject"), by: root)
        _ = try await administrator.createUser(CreateUserRequest(userName: "alice", path: "/dev/"), by: root)
        _ = try await administrator.createGroup(CreateGroupRequest(groupName: "team", path: "/teams/"), by: root)
        _ = try await administrator.createRole(
            CreateRoleRequest(roleName: "runner", path: "/svc/", assumeRolePolicyDocument: trust),
            by: root
        )
        _ = try await administrator.createPolicy(
            CreatePolicyRequest(policyName: "base", path: "/shared/", policyDocument: allow(["s3:*"], on: ["*"])),
            by: root
        )
        _ = try await administrator.createVirtualMFADevice(
            CreateVirtualMFADeviceRequest(virtualMFADeviceName: "phone", path: "/devices/"),
            by: root
        )
        let key = try await administrator.createAccessKey(CreateAccessKeyRequest(userName: "alice"), by: root)
        return key.accessKey?.accessKeyID ?? ""
    }

    /// Puts an inline policy on `subject`.
    func permit(_ document: String, named name: String = "only") async throws {
        let request = PutUserPolicyRequest(userName: "subject", policyName: name, policyDocument: document)
        _ = try await administrator.putUserPolicy(request, by: root)
    }

    static func allow(_ actions: [String], on resources: [String], condition: String? = nil) -> String {
        statement("Allow", actions, resources, condition)
    }

    static func everything(but actions: [String]) -> String {
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},"#
            + #"{"Effect":"Deny","Action":\#(list(actions)),"Resource":"*"}]}"#
    }

    private static func statement(
        _ effect: String,
        _ actions: [String],
        _ resources: [String],
        _ condition: String?
    ) -> String {
        let tail = condition.map { #","Condition":\#($0)"# } ?? ""
        return #"{"Version":"2012-10-17","Statement":[{"Effect":"\#(effect)","Action":\#(list(actions)),"#
            + #""Resource":\#(list(resources))\#(tail)}]}"#
    }

    private static func list(_ texts: [String]) -> String {
        "[" + texts.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    }

    /// `arn:aws:iam::ACCOUNT:` and a resource; an ARN is itself.
    static func arn(_ resource: String) -> String {
        resource.hasPrefix("arn:") ? resource : "arn:aws:iam::\(id):\(resource)"
    }
}
