import Directory
import Model
import PolicyLanguage

extension Decider {
    /// Checks a request and brings together what decides it.
    func prepare(
        _ request: AuthorizeRequest,
        subject: Caller,
        in snapshot: Snapshot,
        at now: Timestamp
    ) throws(Refusal) -> PreparedQuestion {
        let ground = try authenticatedGround(of: subject, in: snapshot, at: now)
        let action = try actions.action(request.action)
        let resource = try ResourceName(parsing: request.resource)
        let owner = try Self.account(request.resourceAccount)
        let own = try entries(of: request.context)
        return try question(
            action,
            resource,
            owner: owner,
            resourcePolicy: request.resourcePolicy,
            context: RequestContext(own, over: ground.filled),
            on: ground,
            in: snapshot
        )
    }

    /// Brings together what decides a question whose parts are valid.
    ///
    /// A question about a role's trust (`sts:AssumeRole` and its like) is judged by the role's trust policy, as the call
    /// itself would be, unless one came with the request.
    func question(
        _ action: KnownAction,
        _ resource: ResourceName,
        owner: AccountID?,
        resourcePolicy: String,
        context: RequestContext,
        on ground: Ground,
        in snapshot: Snapshot
    ) throws(Refusal) -> PreparedQuestion {
        var policies = ground.principal.policies
        var role: RoleRecord?
        if action.action.isOfTokenService, let arn = resource.roleARN {
            policies.resourceRule = .mustAllow
            if resourcePolicy.isEmpty {
                role = snapshot.role(arn)
                if let role { policies.resource = [try trustPolicy(of: role, in: snapshot)] }
            } else {
                policies.resource = [try resourcePolicies.policy(of: resourcePolicy, kind: .trust)]
            }
        } else if !resourcePolicy.isEmpty {
            policies.resource = [try resourcePolicies.policy(of: resourcePolicy, kind: .resource)]
        }
        var context = context
        let account = ground.principal.account
        if let owner {
            if owner != account { context[ContextKey.resourceAccount] = [owner.digits] }
        } else if !resource.isOwned(by: account), let other = resource.account {
            context[ContextKey.resourceAccount] = [other.digits]
        }
        // IAM: resource control policies are about the resources of the account, and no others.
        if !policies.resourceControl.isEmpty, !(owner.map { $0 == account } ?? resource.isOwned(by: account)) {
            policies.resourceControl = []
        }
        return PreparedQuestion(
            request: AccessRequest(
                principal: ground.caller.principal,
                action: action.action,
                resource: resource.text,
                resourceAccount: owner,
                context: context
            ),
            policies: policies,
            principal: ground.principal,
            relevant: relevant.statements(of: ground.principal, about: action),
            role: role
        )
    }

    private func trustPolicy(of role: RoleRecord, in snapshot: Snapshot) throws(Refusal) -> CompiledPolicy {
        do {
            return try compiled.trustPolicy(of: role, in: snapshot.account.id)
        } catch {
            throw .internalFailure(
                "the trust policy of role `\(role.name)` cannot be read, nothing is decided without it: \(error)"
            )
        }
    }

    /// - Returns: `nil` for an empty text.
    static func account(_ text: String) throws(Refusal) -> AccountID? {
        if text.isEmpty { return nil }
        guard let account = AccountID(text) else {
            throw .invalidInput("the resource account \(PolicyError.quoted(text)) is not twelve digits")
        }
        return account
    }

    /// The entries that came with a request, none of which the daemon fills.
    func entries(of given: [ContextEntry]) throws(Refusal) -> [RequestContext.Entry] {
        guard !given.isEmpty else { return [] }
        guard given.count <= Limits.contextKeysMax else { throw Self.tooManyKeys(given.count) }
        var entries: [RequestContext.Entry] = []
        entries.reserveCapacity(given.count + 1)
        for entry in given {
            let key = try contextKeys.key(entry.key)
            try Self.check(entry)
            guard !entries.contains(where: { $0.key == key }) else {
                throw .invalidInput(
                    "the context key \(PolicyError.quoted(entry.key)) is given twice, give all its values at once"
                )
            }
            entries.append(RequestContext.Entry(key: key, values: entry.values))
        }
        return entries
    }

    static func tooManyKeys(_ count: Int) -> Refusal {
        .invalidInput("the context has \(count) keys, at most \(Limits.contextKeysMax) are allowed")
    }

    private static func check(_ entry: ContextEntry) throws(Refusal) {
        let valuesMax = Limits.contextValuesPerKeyMax
        guard entry.values.count <= valuesMax else {
            throw .invalidInput(
                "the context key \(PolicyError.quoted(entry.key)) has \(entry.values.count) values, "
                    + "at most \(valuesMax) are allowed"
            )
        }
        for value in entry.values where value.utf8.count > Limits.contextValueBytesMax {
            throw .invalidInput(
                "a value of the context key \(PolicyError.quoted(entry.key)) has \(value.utf8.count) bytes, "
                    + "at most \(Limits.contextValueBytesMax) are allowed"
            )
        }
    }
}

extension Action {
    /// Whether it is of `sts`, in any case.
    var isOfTokenService: Bool {
        colon == 3 && text.utf8.prefix(3).elementsEqual("sts".utf8) { $0.asciiLowercased == $1 }
    }
}

extension ResourceName {
    /// The ARN, where it is a role's.
    fileprivate var roleARN: ARN? {
        guard let arn = try? ARN(parsing: text), arn.service == "iam", arn.resource.utf8.starts(with: "role/".utf8)
        else { return nil }
        return arn
    }
}

extension Snapshot {
    /// The role of this account with exactly this ARN.
    fileprivate func role(_ arn: ARN) -> RoleRecord? {
        let name = arn.resource.split(separator: "/").last.map(String.init) ?? ""
        guard let role = role(named: name), self.arn(of: role) == arn else { return nil }
        return role
    }
}
