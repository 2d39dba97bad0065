import Model
import Testing

@testable import PolicyLanguage

/// Trust policies whose principals are bound to unique ids.
@Suite struct PrincipalBindingTests {
    private static let alice = "arn:aws:iam::123456789012:user/alice"
    private static let role = "arn:aws:iam::123456789012:role/app"
    private static let session = "arn:aws:sts::123456789012:assumed-role/app/its-session"
    private static let stranger = "arn:aws:iam::210987654321:user/alice"
    /// The ids of whoever asks.
    private static let (aliceID, roleID) = ("AIDAEXAMPLEUSER00001", "AROAEXAMPLEROLE00001")
    private static let otherID = "AIDAEXAMPLEUSER00002"

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var principal = alice
        let element: String
        var bindings: [PrincipalBindings.Binding]? = []
        var effect = "Allow"
        let isMet: Bool

        var testDescription: String { name }
    }

    private static func names(_ texts: String...) -> String {
        #""Principal":{"AWS":[\#(texts.map { "\"\($0)\"" }.joined(separator: ","))]}"#
    }

    private static func but(_ text: String) -> String { #""NotPrincipal":{"AWS":"\#(text)"}"# }

    private static func bound(_ arn: String, _ id: String) -> PrincipalBindings.Binding {
        PrincipalBindings.Binding(arn: arn, uniqueID: id)
    }

    @Test(arguments: [
        Case(name: "the user that was bound", element: names(alice), bindings: [bound(alice, aliceID)], isMet: true),
        Case(name: "a user made anew", element: names(alice), bindings: [bound(alice, otherID)], isMet: false),
        Case(name: "a user that is bound to nothing", element: names(alice), isMet: false),
        Case(
            name: "the user, since renamed",
            element: names(alice + "-before"),
            bindings: [bound(alice + "-before", aliceID)],
            isMet: true
        ),
        Case(
            name: "a binding of another spelling",
            element: names(alice),
            bindings: [bound(alice.replacing("alice", with: "Alice"), aliceID)],
            isMet: false
        ),
        Case(
            name: "a binding of an equal text of other bytes",
            element: names("arn:aws:iam::123456789012:user/K"),
            bindings: [bound("arn:aws:iam::123456789012:user/\u{212A}", aliceID)],
            isMet: false
        ),
        Case(name: "without bindings, by ARN", element: names(alice), bindings: nil, isMet: true),
        Case(
            name: "without bindings, another ARN",
            element: names(alice + "-before"),
            bindings: nil,
            isMet: false
        ),
        Case(
            name: "a session of the role that was bound",
            principal: session,
            element: names(role),
            bindings: [bound(role, roleID)],
            isMet: true
        ),
        Case(
            name: "a session of a role made anew",
            principal: session,
            element: names(role),
            bindings: [bound(role, "AROAEXAMPLEROLE00002")],
            isMet: false
        ),
        Case(name: "a session by its own ARN", principal: session, element: names(session), isMet: true),
        Case(name: "another session's ARN", principal: session, element: names(session + "x"), isMet: false),
        Case(name: "the account", element: names("123456789012"), isMet: true),
        Case(name: "another account", element: names("210987654321"), isMet: false),
        Case(name: "the account by its root", element: names("arn:aws:iam::123456789012:root"), isMet: true),
        Case(name: "everybody", element: names("*"), isMet: true),
        Case(name: "the unique id itself", element: names(aliceID), isMet: true),
        Case(name: "another unique id", element: names(otherID), isMet: false),
        Case(name: "a user of another account", principal: stranger, element: names(stranger), isMet: true),
        Case(name: "that name in another account", element: names(stranger), isMet: false),
        Case(
            name: "one of several",
            element: names(role, alice, stranger),
            bindings: [bound(role, roleID), bound(alice, aliceID)],
            isMet: true
        ),
        Case(
            name: "a deny of the user that was bound",
            element: names(alice),
            bindings: [bound(alice, aliceID)],
            effect: "Deny",
            isMet: true
        ),
        Case(
            name: "a deny of a user made anew",
            element: names(alice),
            bindings: [bound(alice, otherID)],
            effect: "Deny",
            isMet: false
        ),
        Case(
            name: "all but the user that was bound",
            element: but(alice),
            bindings: [bound(alice, aliceID)],
            effect: "Deny",
            isMet: false
        ),
        Case(
            name: "all but one who is made anew",
            element: but(alice),
            bindings: [bound(alice, otherID)],
            effect: "Deny",
            isMet: true
        ),
    ]) func `a principal is who it was bound to`(_ one: Case) throws {
        let account = try #require(Samples.account)
        let other = #"{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}"#
        let text = """
            {"Version":"2012-10-17","Statement":[{"Effect":"\(one.effect)",\(one.element),"Action":"sts:AssumeRole"}\
            \(one.effect == "Deny" ? "," + other : "")]}
            """
        // A trust policy has no `NotPrincipal`; the binding is the same.
        let kind: DocumentKind = one.element.hasPrefix("\"Not") ? .resource : .trust
        let trust = CompiledPolicy(
            compiling: try PolicyDocument(parsing: text, kind: kind),
            bindings: one.bindings.map { PrincipalBindings(account: account, $0) }
        )
        let all = try Samples.compiled(Samples.policy(#""Action":"*","Resource":"*""#))
        let decision = Evaluator.decide(
            try Samples.request(one.principal, action: "sts:AssumeRole", resource: "arn:aws:iam::123456789012:role/r"),
            under: ApplicablePolicies(identity: [all], resource: [trust], resourceRule: .mustAllow)
        )
        let isAllowed = one.effect == "Allow" ? one.isMet : !one.isMet
        #expect(decision.outcome == (isAllowed ? .allow : one.effect == "Allow" ? .implicitDeny : .explicitDeny))
    }

    @Test func `the users and roles of a document are told with their places, and nobody else`() throws {
        let text = """
            {"Statement":[
            {"Effect":"Allow","Principal":{"AWS":["\(Self.alice)","123456789012","\(Self.session)"],\
            "Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"},
            {"Effect":"Deny","NotPrincipal":{"AWS":["\(Self.otherID)","\(Self.stranger)"]},"Action":"sts:AssumeRole"},
            {"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}]}
            """
        let named = try PolicyDocument(parsing: text, kind: .resource).namedIdentities
        #expect(named.map(\.text) == [Self.alice, Self.otherID, Self.stranger])
        #expect(named.map(\.position.line) == [2, 3, 3])
    }
}
