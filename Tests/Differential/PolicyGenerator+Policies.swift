package import Model
package import Reference

extension PolicyGenerator {
    mutating func policies(_ focus: Focus, _ mustAllow: Bool) -> PolicyTexts {
        var policies = PolicyTexts(resourceMustAllow: mustAllow)
        let (hasOwn, hasSession) =
            switch request.principal {
            case .user: (true, false)
            case .roleSession, .federatedUser: (true, true)
            case .root, .service, .anonymous: (false, false)
            }
        guard focus == .principal || focus == .types else {
            aboutOneStatement(focus, &policies)
            return policies
        }
        let own: Focus = .types
        if hasOwn, chance(focus == .types ? 85 : 60) { policies.identity = documents(.identity, own, 1...2) }
        if hasOwn, chance(55) { policies.permissionsBoundary = documents(.permissionsBoundary, own, 1...2) }
        if hasSession, chance(60) { policies.session = documents(.session, own, 1...1) }
        if focus == .principal || chance(60) {
            policies.resource = documents(.resource, .principal, chance(15) ? 2...2 : 1...1)
        }
        if focus == .types, mustAllow, hasOwn, chance(60) {
            policies.identity = [document([plain(.identity, isDeny: false, applies: true)])]
            policies.resource = [delegation()]
        }
        if focus == .types {
            if chance(30) { policies.serviceControl = levels(.serviceControl) }
            if chance(25) { policies.resourceControl = levels(.resourceControl) }
        }
        return policies
    }

    /// The statements that all hangs on are in one type of policy, and all others let everything through.
    private mutating func aboutOneStatement(_ focus: Focus, _ policies: inout PolicyTexts) {
        let all = document([plain(.identity, isDeny: false, applies: true)])
        let everybody = document([plain(.resource, isDeny: false, applies: true)])
        policies.identity = [all]
        switch pick(weighted: [
            (PolicyType.identity, 60), (.permissionsBoundary, 8), (.session, 8), (.resource, 12), (.serviceControl, 6),
            (.resourceControl, 6),
        ]) {
        case .identity:
            policies.identity = documents(.identity, focus, 1...2)
            if chance(10) { policies.permissionsBoundary = [all] }
        case .permissionsBoundary: policies.permissionsBoundary = documents(.permissionsBoundary, focus, 1...1)
        case .session where request.principal.isSession: policies.session = documents(.session, focus, 1...1)
        case .session: policies.identity = documents(.identity, focus, 1...1)
        case .resource: (policies.identity, policies.resource) = ([], documents(.resource, focus, 1...1))
        case .serviceControl: policies.serviceControl = [[all], documents(.serviceControl, focus, 1...1)]
        case .resourceControl: policies.resourceControl = [[everybody], documents(.resourceControl, focus, 1...1)]
        }
    }

    /// A statement more, about the request as all others are.
    package mutating func statement(for type: PolicyType, isDeny: Bool) -> JSONTree {
        let focus: Focus =
            type == .resource ? pick([.principal, .condition, .element]) : pick([.condition, .element, .types])
        guard case .object(var members) = statement(type, focus, hasVariables: true) else { return .object([]) }
        for index in members.indices where members[index].name == "Effect" {
            members[index].value = .string(isDeny ? "Deny" : "Allow")
        }
        return .object(members)
    }

    /// A trust policy that names the account, so that the principal's own policies decide.
    private mutating func delegation() -> JSONTree {
        document([
            .object([
                .init("Effect", .string("Allow")), .init("Principal", .object([.init("AWS", .string(Cast.account))])),
                .init("Action", .string("sts:AssumeRole")),
            ])
        ])
    }

    private mutating func levels(_ type: PolicyType) -> [[JSONTree]] {
        (0..<count(1...3)).map { _ in documents(type, .types, chance(5) ? 0...0 : 1...2) }
    }

    private mutating func documents(_ type: PolicyType, _ focus: Focus, _ range: ClosedRange<Int>) -> [JSONTree] {
        (0..<count(range)).map { _ in
            let version = focus == .element || focus == .condition ? chance(88) : true
            let statements = (0..<count(chance(60) ? 1...1 : 2...3)).map { _ in
                statement(type, focus, hasVariables: version)
            }
            return document(statements, version: version)
        }
    }

    private mutating func document(_ statements: [JSONTree], version: Bool = true) -> JSONTree {
        var members: [JSONTree.Member] = []
        if version {
            members.append(.init("Version", .string("2012-10-17")))
        } else if chance(50) {
            members.append(.init("Version", .string("2008-10-17")))
        }
        members.append(.init("Statement", statements.count == 1 && chance(30) ? statements[0] : .list(statements)))
        return .object(members)
    }

    private mutating func statement(_ type: PolicyType, _ focus: Focus, hasVariables: Bool) -> JSONTree {
        let isDeny = chance(focus == .types ? 12 : 25)
        let isLimit = type == .permissionsBoundary || type == .session
        if focus == .types { return plain(type, isDeny: isDeny, applies: chance(isDeny ? 35 : isLimit ? 55 : 75)) }
        var members = [JSONTree.Member("Effect", .string(isDeny ? "Deny" : "Allow"))]
        if type == .resource, focus == .principal {
            members.append(principalElement(isDeny: isDeny))
        } else if type == .resource || type == .resourceControl {
            members.append(.init("Principal", .string("*")))
        }
        members.append(focus == .element ? actionElement() : .init("Action", .string("*")))
        if !hasNoResource(type) {
            members.append(focus == .element ? resourceElement(hasVariables) : .init("Resource", .string("*")))
        }
        if focus == .condition || chance(5) { members.append(.init("Condition", conditions(hasVariables))) }
        return .object(members)
    }

    /// A statement of which it is known whether it applies.
    private mutating func plain(_ type: PolicyType, isDeny: Bool, applies: Bool) -> JSONTree {
        var members = [JSONTree.Member("Effect", .string(isDeny ? "Deny" : "Allow"))]
        if type == .resource || type == .resourceControl { members.append(.init("Principal", .string("*"))) }
        let action = applies ? chance(80) ? "*" : request.action.text : "sts:Nothing"
        members.append(.init("Action", .string(action)))
        if !hasNoResource(type) { members.append(.init("Resource", .string("*"))) }
        return .object(members)
    }

    /// Trust policies.
    private func hasNoResource(_ type: PolicyType) -> Bool {
        type == .resource && DecisionCase.isAssumeRole(request.action)
    }

    // MARK: Principals

    private mutating func principalElement(isDeny: Bool) -> JSONTree.Member {
        let name = isDeny && chance(50) || chance(6) ? "NotPrincipal" : "Principal"
        if name == "Principal", chance(8) { return .init(name, .string("*")) }
        if chance(12) {
            return .init(name, .object([.init("Service", list(some(1...2) { $0.pick(Cast.services) }))]))
        }
        var names = some(1...3) { $0.principalName() }
        // A plain `*` beside others, or in a list of what is left out, is no use to anybody.
        if name == "NotPrincipal" || names.count > 1 { names.removeAll { $0 == "*" } }
        return .init(name, .object([.init("AWS", list(names.isEmpty ? [Cast.users[0]] : names))]))
    }

    private mutating func principalName() -> String {
        // A trust policy often names the account.
        let account = DecisionCase.isAssumeRole(request.action) ? 40 : 10
        switch pick(weighted: [(0, 40), (1, 22), (2, account), (3, 5), (4, 23)]) {
        case 0: return request.principal.arn?.text ?? Cast.users[0]
        case 1:
            guard case .roleSession(let session) = request.principal else { return pick(Cast.users) }
            return chance(75)
                ? session.roleARN.text : chance(50) ? Cast.pathRole : "arn:aws:iam::\(Cast.account):role/orders"
        case 2: return chance(50) ? Cast.account : Cast.root
        case 3: return "*"
        default:
            return pick(
                Cast.users + Cast.sessions + Cast.foreigners + [
                    Cast.federated, Cast.otherAccount, Cast.userID, Cast.roleID, "AIDAEXAMPLEUSER00002",
                    Cast.users[0].replacing("alice", with: "Alice"), "arn:aws-cn:iam::\(Cast.account):root",
                ]
            )
        }
    }

    // MARK: Lists

    mutating func some<Value>(_ range: ClosedRange<Int>, _ make: (inout Self) -> Value) -> [Value] {
        (0..<count(range)).map { _ in make(&self) }
    }

    /// One text may stand for a list of one.
    mutating func list(_ texts: [String]) -> JSONTree {
        texts.count == 1 && chance(60) ? .string(texts[0]) : .list(texts.map { .string($0) })
    }
}

extension Principal {
    fileprivate var isSession: Bool {
        switch self {
        case .roleSession, .federatedUser: true
        case .user, .root, .service, .anonymous: false
        }
    }
}
