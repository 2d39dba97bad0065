import Client
import Foundation
import Model
import Testing

/// Service and resource control policies, with a daemon and the command line.
@Suite struct ControlPolicyTests {
    private static let alice = "arn:aws:iam::\(TestAccount.id):user/alice"
    private static let order = "arn:aws:orders:::order/7"

    private static func document(_ effect: String, _ actions: String..., principal: String = "") -> String {
        let list = actions.map { "\"\($0)\"" }.joined(separator: ",")
        let everybody = principal.isEmpty ? "" : "\"Principal\":\"\(principal)\","
        return #"{"Version":"2012-10-17","Statement":{"Sid":"It","Effect":"\#(effect)",\#(everybody)"#
            + #""Action":[\#(list)],"Resource":"*"}}"#
    }

    /// Control policies bind who asks, too.
    private static let asking = "postern:*"

    /// Alice is an administrator: she may do everything.
    private func made() async throws -> (TestAccount, TestDaemon) {
        let account = try await TestAccount.made()
        for (name, text) in [
            ("full.json", Self.document("Allow", "*")),
            ("orders.json", Self.document("Allow", "orders:*", Self.asking)),
            ("reads.json", Self.document("Allow", "orders:Read", Self.asking)),
            ("no.json", Self.document("Deny", "orders:Refund")),
            ("own.json", Self.document("Deny", "orders:Read", principal: "*")),
            ("all.json", Self.document("Allow", "*", principal: "*")),
        ] { _ = try account.folder.write(text, to: name) }
        let daemon = try await account.start()
        try await done(account, "user create alice")
        try await done(account, "policy put all \(account.folder.file("full.json")) --user alice")
        return (account, daemon)
    }

    private func done(_ account: TestAccount, _ line: String, at location: SourceLocation = #_sourceLocation)
        async throws
    {
        let outcome = try await account.postern(line.split(separator: " ").map(String.init))
        #expect(outcome.ending == .exit(0), "\(line): \(outcome.errors)", sourceLocation: location)
    }

    private func attach(_ account: TestAccount, _ file: String, _ rest: String) async throws {
        try await done(account, "policy attach \(account.folder.file(file)) --scope account \(rest)")
    }

    /// The first line of `why`, whose exit code says the same.
    private func why(_ account: TestAccount, _ action: String) async throws -> String {
        let outcome = try await account.postern("why", Self.alice, action, Self.order)
        let line = String(outcome.output.prefix { $0 != "\n" })
        #expect(outcome.ending == .exit(line.hasPrefix("allow:") ? 0 : 1), "\(outcome.output)\(outcome.errors)")
        return line
    }

    @Test func `an administrator may what every level allows, and nothing that one denies`() async throws {
        let (account, daemon) = try await made()
        #expect(try await why(account, "orders:Write").hasPrefix("allow:"))
        try await attach(account, "orders.json", "--level 1")
        try await attach(account, "full.json", "--level 0 --name Everything")
        #expect(try await why(account, "orders:Write").hasPrefix("allow:"))
        #expect(try await why(account, "sqs:SendMessage").hasSuffix("no service control policy of level 1 allows it"))
        try await attach(account, "reads.json", "--level 3")
        #expect(try await why(account, "orders:Read").hasPrefix("allow:"))
        #expect(try await why(account, "orders:Write").hasSuffix("no service control policy of level 3 allows it"))
        try await done(account, "policy detach reads --scope account --level 3")
        try await attach(account, "no.json", "--level 1")
        let denied = try await why(account, "orders:Refund")
        #expect(denied.hasPrefix("explicitDeny:"))
        #expect(denied.contains("statement `It` of service control policy `no` of `service-control/1`"))
        #expect(try await why(account, "orders:Write").hasPrefix("allow:"))
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `the root user is bound, can remove them, and a restart keeps them`() async throws {
        let (account, first) = try await made()
        try await attach(account, "orders.json", "--type service-control")
        #expect(await first.stop() == .exit(0))
        let daemon = try await account.start()
        let list = try await account.postern("user", "list")
        #expect(list.ending == .exit(2) || list.ending == .exit(1))
        #expect(list.errors.contains("no service control policy allows it"), "\(list.errors)")
        let client = try await daemon.client()
        let question = AuthorizeRequest(action: "iam:ListUsers", resource: "*")
        #expect(try await client.call(question).response.decision == .implicitDeny)
        try await done(account, "policy detach orders --scope account")
        try await done(account, "user list")
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `a resource control policy binds what is the account's`() async throws {
        let (account, daemon) = try await made()
        let empty = try await account.postern(
            "policy",
            "attach",
            account.folder.file("own.json"),
            "--scope",
            "account",
            "--type",
            "resource-control"
        )
        #expect(empty.ending == .exit(2))
        #expect(
            empty.errors.contains("would allow anything") && empty.errors.contains(#""Principal":"*""#),
            "\(empty.errors)"
        )
        try await attach(account, "all.json", "--type resource-control")
        try await attach(account, "own.json", "--type resource-control --name NoReads")
        #expect(
            try await why(account, "orders:Read").contains("resource control policy `NoReads` of `resource-control/0`")
        )
        #expect(try await why(account, "orders:Write").hasPrefix("allow:"))
        let client = try await daemon.client()
        let other = AuthorizeRequest(
            principal: Self.alice,
            action: "orders:Read",
            resource: Self.order,
            resourcePolicy: Self.document("Allow", "*", principal: "*"),
            resourceAccount: "999999999999"
        )
        #expect(try await client.call(other).response.decision == .allow)
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `a document that is none is refused with its place, and the check that shows it`() async throws {
        let (account, daemon) = try await made()
        let file = account.folder.file("all.json")
        let outcome = try await account.postern("policy", "attach", file, "--scope", "account", "--level", "2")
        #expect(outcome.ending == .exit(2))
        #expect(
            outcome.errors.contains("line 1") && outcome.errors.contains("--kind service-control"),
            "\(outcome.errors)"
        )
        let check = try await account.postern("policy", "check", file, "--kind", "service-control")
        #expect(check.ending == .exit(2) && check.errors.contains("all.json:1:"), "\(check.errors)")
        let far = try await account.postern("policy", "attach", file, "--scope", "account", "--level", "6")
        #expect(far.ending == .exit(2) && far.errors.contains("level 6 is not 0 to 5"), "\(far.errors)")
        let none = try await account.postern("policy", "detach", "all", "--scope", "account", "--level", "2")
        #expect(none.errors.contains("`postern policy attached --scope account` shows what there is"), "\(none.errors)")
        #expect(await daemon.stop() == .exit(0))
    }

    struct Misuse: Sendable, CustomTestStringConvertible {
        let line: String
        let message: String

        var testDescription: String { line }
    }

    @Test(arguments: [
        Misuse(line: "attach x.json", message: "give one of --user, --group, --role and --scope account."),
        Misuse(line: "attach x --user a --scope account", message: "give one of --user, --group, --role and --scope"),
        Misuse(line: "attach x --user a --level 1", message: "--type and --level go with --scope account."),
        Misuse(line: "attach x --user a --name n", message: "--name goes with --scope account."),
        Misuse(line: "attach - --scope account", message: "a control policy from standard input needs a --name."),
        Misuse(line: "attached --scope account --path-prefix /x/", message: "control policies have no path"),
    ]) func `options that do not go together are told so`(_ misuse: Misuse) async throws {
        let outcome = try await TestAccount().postern(["policy"] + misuse.line.split(separator: " ").map(String.init))
        #expect(outcome.ending != .exit(0))
        #expect(outcome.errors.contains(misuse.message), "\(outcome.errors)")
    }
}
