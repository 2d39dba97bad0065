internal import ArgumentParser
internal import Model

/// What a policy is attached to: a user, a group, a role, or the account as a whole.
struct PolicyPlace: ParsableArguments {
    enum Scope: String, CaseIterable, ExpressibleByArgument {
        case account
    }

    /// The kinds of control policy, as they are typed.
    enum Control: String, CaseIterable, ExpressibleByArgument {
        case service = "service-control"
        case resource = "resource-control"

        var type: ControlPolicyType {
            switch self {
            case .service: .serviceControlPolicy
            case .resource: .resourceControlPolicy
            }
        }
    }

    enum Holder {
        case user(String)
        case group(String)
        case role(String)
        case account
    }

    @Option(help: "The user that has it.", completion: .users)
    var user: String?

    @Option(help: "The group that has it.", completion: .groups)
    var group: String?

    @Option(help: "The role that has it.", completion: .roles)
    var role: String?

    @Option(help: "A control policy, which binds the account as a whole.")
    var scope: Scope?

    @Option(
        name: .customLong("type"),
        help: ArgumentHelp("With --scope: what it binds, principals or resources.", valueName: "type")
    )
    var control: Control?

    @Option(help: ArgumentHelp("With --scope: 0 for the organization's root, to 5.", valueName: "n"))
    var level: UInt32?

    func validate() throws {
        guard [user, group, role, scope?.rawValue].count(where: { $0 != nil }) == 1 else {
            throw ValidationError("Give one of --user, --group, --role and --scope account.")
        }
        guard scope != nil || (control == nil && level == nil) else {
            throw ValidationError("--type and --level go with --scope account.")
        }
    }

    /// `nil` never, once it has been validated.
    var holder: Holder? {
        user.map(Holder.user) ?? group.map(Holder.group) ?? role.map(Holder.role) ?? scope.map { _ in .account }
    }

    /// Of a control policy; service control policies of the root where it is not said.
    var type: ControlPolicyType { (control ?? .service).type }

    /// For sentences: `user alice`.
    var described: String {
        if let user { return "user `\(user)`" }
        if let group { return "group `\(group)`" }
        if let role { return "role `\(role)`" }
        return "the account (\((control ?? .service).rawValue), level \(level ?? 0))"
    }
}
