package import Model
package import Reference

/// A request with the policies that have a say in it.
///
/// Its line is a line of the conformance data's format, so that a case that was found can be kept, and be run by other
/// means than ours.
package struct DecisionCase: Sendable {
    package var policies: PolicyTexts
    package var request: AccessRequest

    package init(policies: PolicyTexts, request: AccessRequest) {
        self.policies = policies
        self.request = request
    }

    /// - Returns: `nil` where the line is not of the format.
    package init?(line: String) {
        guard let tree = JSONTree(parsing: line), let principal = tree["principal"],
            let action = tree["action"]?.scalarText.flatMap({ Action($0) }),
            let resource = tree["resource"]?.scalarText,
            case .object(let context)? = tree["context"]
        else { return nil }
        func levels(_ name: String) -> [[JSONTree]] { tree[name].map { $0.values.map(\.values) } ?? [] }
        request = AccessRequest(
            principal: principal.scalarText.flatMap(Cast.principal) ?? .anonymous,
            action: action,
            resource: resource,
            resourceAccount: tree["resource_account"]?.scalarText.flatMap { AccountID($0) },
            context: RequestContext(context.map { ($0.name, $0.value.values.compactMap(\.scalarText)) })
        )
        policies = PolicyTexts(
            identity: tree["identity_policies"]?.values ?? [],
            permissionsBoundary: tree["permissions_boundaries"].flatMap { $0.values.isEmpty ? nil : $0.values },
            session: tree["session_policy"].map { [$0] },
            resource: tree["resource_policy"]?.values ?? [],
            serviceControl: levels("service_control_policies"),
            resourceControl: levels("resource_control_policies"),
            resourceMustAllow: Self.isAssumeRole(action)
        )
    }

    /// The case as one line of JSON.
    ///
    /// - Parameters:
    ///   - id: Its name.
    ///   - outcome: What is to be expected.
    /// - Returns: What `init(line:)` takes.
    package func line(id: String, expect outcome: Decision.Outcome) -> String {
        var members: [JSONTree.Member] = [
            .init("id", .string(id)), .init("principal", Cast.name(of: request.principal)),
            .init("action", .string(request.action.text)), .init("resource", .string(request.resource)),
        ]
        func add(_ name: String, _ value: JSONTree?) {
            if let value { members.append(.init(name, value)) }
        }
        add("resource_account", request.resourceAccount.map { .string($0.digits) })
        let context = request.context.entries.map { entry in
            JSONTree.Member(entry.key.text, .list(entry.values.map { .string($0) }))
        }
        add("context", .object(context))
        add("identity_policies", .list(policies.identity))
        add("permissions_boundaries", policies.permissionsBoundary.map { .list($0) })
        add("session_policy", policies.session?.first)
        // The format knows of one; several stand in a list.
        add("resource_policy", policies.resource.count > 1 ? .list(policies.resource) : policies.resource.first)
        if !policies.serviceControl.isEmpty {
            add("service_control_policies", .list(policies.serviceControl.map { .list($0) }))
        }
        if !policies.resourceControl.isEmpty {
            add("resource_control_policies", .list(policies.resourceControl.map { .list($0) }))
        }
        let expect =
            switch outcome {
            case .allow: "ALLOW"
            case .explicitDeny: "EXPLICIT_DENY"
            case .implicitDeny: "IMPLICIT_DENY"
            }
        add("expect", .string(expect))
        return JSONTree.object(members).text
    }

    /// What a line expects.
    package static func outcome(expectedIn line: String) -> Decision.Outcome? {
        switch JSONTree(parsing: line)?["expect"]?.scalarText {
        case "ALLOW": .allow
        case "EXPLICIT_DENY": .explicitDeny
        case "IMPLICIT_DENY": .implicitDeny
        default: nil
        }
    }

    /// The action whose resource policy is a trust policy.
    static func isAssumeRole(_ action: Action) -> Bool { action.text.asciiLowercased == "sts:assumerole" }
}
