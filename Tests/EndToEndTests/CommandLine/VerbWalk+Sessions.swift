import Foundation
import Model
import Secrets
import Testing

/// Questions, sessions, and what is shown to begin one.
extension VerbWalk {
    static let password = "correct horse battery"
    private static let alice = "arn:aws:iam::\(TestAccount.id):user/ops/alice"

    func decisions() async throws {
        let decision = ["Decision", "Revision"]
        try await run(
            "can",
            ["alice", "orders:Read"],
            shows: Answer(
                values: ["allow"],
                json: decision + ["Statements.0.Policy"],
                jsonValues: ["Decision": "allow"]
            )
        )
        let denied = Answer(values: ["implicitDeny"], json: decision)
        try await run("can", ["alice", "orders:Delete"], ends: 1, shows: denied)
        try await run(
            "why",
            ["alice", "orders:Delete", "arn:aws:orders:::order/7"],
            ends: 1,
            shows: Answer(
                values: ["implicitDeny", "orders:Delete"],
                labels: ["What an allow needs"],
                json: ["Needed.0"]
            )
        )
        try await run("why", ["alice", "orders:Read"], shows: Answer(values: ["allow"], json: ["Statements.0.Sid"]))
        let statement = #"{"Effect":"Allow","Principal":"*","Action":"a:b"}"#
        let statements = Array(repeating: statement, count: Limits.explanationFindingsMax).joined(separator: ",")
        let long = try write(#"{"Statement":[\#(statements)]}"#, to: "long.json")
        try await run(
            "why",
            ["alice", "orders:Read", "--resource-policy", long],
            shows: Answer(values: ["allow"], labels: ["are left out"], jsonValues: ["IsTruncated": "1"])
        )
        let file = try write(#"[{"Action": "orders:Read"}, {"Action": "orders:Delete"}]"#, to: "batch.json")
        try await run(
            "batch",
            [file, "--principal", "alice", "--resource", "*"],
            ends: 1,
            shows: Answer(
                values: ["allow", "implicitDeny"],
                labels: ["ITEM", "DECISION", "PRINCIPAL", "ACTION", "RESOURCE", "REASON"],
                jsonValues: ["Results.0.Decision": "allow", "Results.1.Decision": "implicitDeny"]
            )
        )
    }

    func passwords() async throws {
        try await run("password get", ["alice"], shows: Answer(values: ["alice"], json: ["LoginProfile.CreateDate"]))
        let changed = Answer(done: "the login profile of user `alice` is changed")
        try await run("password update", ["alice", "--keep-password", "--reset-required"], shows: changed)
        try await run("password delete", ["alice"], shows: Answer(done: "the login profile is deleted"))
    }

    func sessions() async throws {
        let file = try write(Self.password + "\n", to: "password")
        let new = try write("another horse battery\n", to: "new")
        try await run(
            "password create",
            ["alice", "--password-file", file],
            shows: Answer(values: ["alice"], labels: ["Password reset required"], json: ["LoginProfile.CreateDate"])
        )
        let root = "arn:aws:iam::\(TestAccount.id):root"
        try await run(
            "whoami",
            shows: Answer(values: [root], json: ["UserId"], jsonValues: ["Account": TestAccount.id])
        )
        let session = ["Session.Token", "Session.Expiration", "Session.SessionId"]
        let alice = Answer(values: [Self.alice], labels: ["signed in as"], json: session)
        try await run("sign-in", ["alice", "--password-file", file], shows: alice)
        try await run("whoami", shows: Answer(values: [Self.alice, "Expiration"], jsonValues: ["Arn": Self.alice]))
        let change = ["--old-password-file", file, "--new-password-file", new]
        let done = Answer(done: "the password is changed, and the sessions of the old one are over: sign in again")
        try await run("passwd", change, shows: done)
        try await run("sign-in", ["alice", "--password-file", new], shows: alice)
        let role = "arn:aws:sts::\(TestAccount.id):assumed-role/Night/watch"
        let assumed = Answer(values: [role], labels: ["signed in as"], json: session)
        try await run("assume-role", ["Night", "--session-name", "watch"], shows: assumed)
        try await run("whoami", shows: Answer(values: [role]))
        try await run("sign-out", shows: Answer(done: "\(role) is signed out"))
        try await run("sign-out", shows: Answer(done: "\(Self.alice) is signed out"))
        let ended = Answer(done: "the sessions of `alice` are ended")
        try await run("sessions revoke", ["alice"], shows: ended)
    }

    func keys() async throws {
        try await run(
            "key create",
            ["alice"],
            shows: Answer(values: ["AKIA"], labels: ["Secret access key"], json: ["AccessKey.SecretAccessKey"])
        )
        let first = try #require(try await keys(of: "alice").first)
        let secret = try #require(
            shown.split { !$0.isLetter && !$0.isNumber && $0 != "+" && $0 != "/" }
                .last { $0.utf8.count == 40 }
        )
        let file = try write(String(secret), to: "secret")
        let session = Answer(values: [Self.alice], labels: ["signed in as"], json: ["Session.Token"])
        try await run("key sign-in", [first, "--secret-file", file], shows: session)
        try await run("sign-out", ["--all"], shows: Answer(done: "\(Self.alice) is signed out"))
        let used = Answer(values: ["alice"], labels: ["User name"], json: ["UserName"])
        try await run("key last-used", [first], shows: used)
        let of = [first, "--user", "alice"]
        try await run("key deactivate", of, shows: Answer(done: "key `\(first)` is inactive"))
        try await run("key activate", of, shows: Answer(done: "key `\(first)` is active"))
        try await run(
            "key rotate",
            ["alice", "--overlap", "24h", "--delete-after", "7d"],
            shows: Answer(values: ["AKIA"], json: ["AccessKey.AccessKeyId", "AccessKey.SecretAccessKey"])
        )
        let old = try #require(try await keys(of: "alice").firstIndex(of: first))
        try await run(
            "key list",
            ["alice"],
            shows: Answer(
                values: [first, "Active"],
                labels: ["ACCESS KEY ID", "DEACTIVATION DATE", "DELETION DATE", "REPLACED BY"],
                json: ["AccessKeyMetadata.\(old).DeactivationDate", "AccessKeyMetadata.\(1 - old).Status"]
            )
        )
        try await run("key cancel-rotation", of, shows: Answer(done: "the rotation of key `\(first)` is called off"))
        for key in try await keys(of: "alice") {
            try await run("key delete", [key, "--user", "alice"], shows: Answer(done: "key `\(key)` is deleted"))
        }
    }

    func devices() async throws {
        try await run(
            "mfa create",
            ["phone"],
            shows: Answer(
                values: [":mfa/phone", "otpauth://totp/"],
                labels: ["Base32 string seed", "▀"],
                json: ["Base32StringSeed", "OtpauthURI", "VirtualMFADevice.SerialNumber"]
            )
        )
        let seed = try #require(shown.split { !$0.isLetter && !$0.isNumber }.map(String.init).last { Self.isSeed($0) })
        let now = Int64(Date().timeIntervalSince1970)
        func codes(_ first: Int64) throws -> String {
            try write("\(Self.code(seed, at: first))\n\(Self.code(seed, at: first + 30))\n", to: "codes-\(first)")
        }
        let given = Answer(done: "user `alice` has the device `phone`")
        try await run("mfa enable", ["alice", "phone", "--code-file", codes(now - 30)], shows: given)
        let serial = "arn:aws:iam::\(TestAccount.id):mfa/phone"
        try await run(
            "mfa list",
            ["alice"],
            shows: Answer(values: [serial], labels: ["SERIAL NUMBER"], json: ["MFADevices.0.EnableDate"])
        )
        let all = Answer(values: [serial, "alice"], json: ["VirtualMFADevices.0.SerialNumber"])
        try await run("mfa list", ["--assigned"], shows: all)
        let resynced = Answer(done: "the device `phone` is in step")
        try await run("mfa resync", ["alice", "phone", "--code-file", codes(now + 30)], shows: resynced)
        let taken = Answer(done: "the device `phone` has no user")
        try await run("mfa deactivate", ["phone", "--user", "alice"], shows: taken)
        try await run("mfa delete", ["phone"], shows: Answer(done: "the device `phone` is deleted"))
    }

    static func isSeed(_ text: String) -> Bool { text.count >= 26 && Base32.decode(text) != nil }

    static func code(_ seed: String, at seconds: Int64) throws -> String {
        let device = try OneTimePassword(seed: try #require(Base32.decode(seed)))
        return device.code(step: OneTimePassword.step(at: Timestamp(seconds: seconds)))
    }

    func accountAsAWhole() async throws {
        try await run("health", shows: Answer(values: ["Serving"], jsonValues: ["Status": "Serving"]))
        try await run("account alias create", ["acme"], shows: Answer(done: "the account is also called `acme`"))
        try await run("account alias list", shows: Answer(values: ["acme"], jsonValues: ["AccountAliases.0": "acme"]))
        let gone = Answer(done: "the account is no longer called `acme`")
        try await run("account alias delete", ["acme"], shows: gone)
        try await run("account summary", shows: Answer(labels: ["Users quota"], jsonValues: ["SummaryMap.Users": "1"]))
        try await run(
            "account details",
            shows: Answer(
                values: ["alice", "Clerks", "Night", "Orders"],
                json: ["UserDetailList.0", "GroupDetailList.0", "RoleDetailList.0", "Policies.1"]
            )
        )
    }

    /// What is deleted in the end has nothing left.
    func ends() async throws {
        let detached = Answer(done: "policy `Orders` is detached from user `alice`")
        try await run("policy detach", ["Orders", "--user", "alice"], shows: detached)
        try await run("policy delete", ["Orders"], shows: Answer(done: "policy `Orders` is deleted"))
        try await run("group delete", ["Clerks"], shows: Answer(done: "group `Clerks` is deleted"))
        try await run("role delete", ["Night"], shows: Answer(done: "role `Night` is deleted"))
        try await run("user delete", ["alice"], shows: Answer(done: "user `alice` is deleted"))
    }
}
