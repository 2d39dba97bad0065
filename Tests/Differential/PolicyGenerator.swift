package import Model
package import Reference

/// Policies with requests that nearly, or only just, match them.
///
/// Every set of policies is about one of a few things, and plain in all else, so that what it is about decides.
package struct PolicyGenerator {
    enum Focus: CaseIterable {
        /// Operators and keys.
        case condition
        /// Actions and resources with wildcards and variables.
        case element
        /// Who is named, and how.
        case principal
        /// Policies of many types that apply or do not.
        case types
    }

    private var random: SplitMix
    /// What the policies are made to fit, nearly.
    var request: AccessRequest

    /// - Parameter seed: The same one makes the same policies and requests on every machine.
    package init(seed: UInt64) {
        self.random = SplitMix(state: seed)
        self.request = AccessRequest(principal: .anonymous, action: Self.anyAction, resource: "*")
    }

    /// Policies, and requests of which the policies nearly fit the first.
    package mutating func next(requestCount: Int) -> (policies: PolicyTexts, requests: [AccessRequest]) {
        let focus = pick(
            weighted: [(.condition, 46), (.element, 20), (.principal, 18), (.types, 16)] as [(Focus, Int)]
        )
        let mustAllow = focus == .principal || focus == .types ? chance(30) : false
        request = AccessRequest(
            principal: principal(focus),
            action: mustAllow ? Self.action("sts:AssumeRole") : Self.action(pick(Self.actions)),
            resource: mustAllow ? Self.roleResource : resource(),
            resourceAccount: resourceAccount(focus),
            context: context(focus)
        )
        let policies = policies(focus, mustAllow)
        let first = request
        var requests = [first]
        while requests.count < requestCount {
            request = first
            change(focus, mustAllow)
            requests.append(request)
        }
        return (policies, requests)
    }

    /// Another request to the same policies: one thing about it is another one.
    private mutating func change(_ focus: Focus, _ mustAllow: Bool) {
        switch focus {
        case .condition: request.context = context(focus)
        case .element where !mustAllow && chance(40): request.action = Self.action(pick(Self.actions))
        case .element: request.resource = chance(70) ? resource() : near(resource: request.resource)
        case .principal, .types:
            if chance(60) {
                request.principal = other(than: request.principal)
            } else {
                request.resourceAccount = resourceAccount(focus)
            }
        }
    }

    // MARK: Requests

    static let roleResource = "arn:aws:iam::\(Cast.account):role/deploy"
    static let anyAction = action("s3:GetObject")
    private static let actions = [
        "s3:GetObject", "s3:PutObject", "s3:getobjectversion", "S3:GetObjectAcl", "sqs:SendMessage", "ec2:RunInstances",
        "iam:PassRole",
    ]
    static let resources = [
        "arn:aws:s3:::bucket/home/alice/k", "arn:aws:s3:::bucket/home/*/k", "arn:aws:s3:::bucket/home/a?ice/$k",
        "arn:aws:s3:::bucket/home/bücket:x/é", "arn:aws:s3:::bucket", "arn:aws:s3:::bucket/",
        "arn:aws:s3:::bucket/${aws:username}/k",
        "arn:aws:sqs:eu-west-1:123456789012:orders", "arn:aws:sqs:eu-west-1:111122223333:orders",
        "arn:aws:logs:eu-west-1:123456789012:log-group:app:log-stream:x", "arn:aws:iam::123456789012:role/ops/deploy",
        "*",
    ]

    private static func action(_ text: String) -> Action {
        guard let action = Action(text) else { preconditionFailure("the generator's own `\(text)` is no action") }
        return action
    }

    private mutating func resource() -> String { pick(Self.resources) }

    private mutating func resourceAccount(_ focus: Focus) -> AccountID? {
        guard focus == .principal || focus == .types else { return chance(70) ? AccountID(Cast.account) : nil }
        return pick(weighted: [(Cast.account, 60), (Cast.otherAccount, 25), ("", 15)]).isEmpty
            ? nil
            : AccountID(
                pick(weighted: [(Cast.account, 70), (Cast.otherAccount, 30)])
            )
    }

    private mutating func principal(_ focus: Focus) -> Principal {
        let names: [(String, Int)] =
            focus == .principal || focus == .types
            ? [
                (Cast.users[0], 22), (Cast.sessions[0], 30), (Cast.pathRole, 8), (Cast.federated, 10), (Cast.root, 10),
                (Cast.services[0], 10), ("anonymous", 10),
            ] : [(Cast.users[0], 70), (Cast.sessions[0], 30)]
        let name = pick(weighted: names)
        return name == "anonymous" ? .anonymous : Cast.principal(name) ?? .anonymous
    }

    /// Of the same kind, so that the policies stay possible.
    private mutating func other(than principal: Principal) -> Principal {
        let names: [String] =
            switch principal {
            case .user: Cast.users + Cast.foreigners.prefix(1)
            case .roleSession: Cast.sessions + [Cast.pathRole]
            case .service: Cast.services
            case .root: [Cast.root, Cast.foreigners[1]]
            case .federatedUser: [Cast.federated, Cast.federated + "x"]
            case .anonymous: []
            }
        return names.isEmpty ? principal : Cast.principal(pick(names)) ?? principal
    }

    // MARK: Chance

    mutating func pick<Value>(_ values: [Value]) -> Value { values[random.number(below: values.count)] }

    mutating func pick<Value>(weighted values: [(Value, Int)]) -> Value {
        var place = random.number(below: values.reduce(0) { $0 + $1.1 })
        for (value, weight) in values {
            if place < weight { return value }
            place -= weight
        }
        return values[0].0
    }

    mutating func chance(_ percent: Int) -> Bool { random.number(below: 100) < percent }

    mutating func count(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + random.number(below: range.count)
    }
}

/// As `SeededGenerator`; its own, so that the fuzzer need not build what other tests share.
private struct SplitMix: Sendable {
    var state: UInt64

    mutating func number(below limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((word ^ (word >> 31)) >> 33) % limit
    }
}
