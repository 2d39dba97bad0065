import Differential
import Model
import PolicyLanguage
import Reference
import Support
import Testing

/// What must hold of any policies whatever they say: laws of the evaluation logic.
///
/// That a batch answers as its questions would alone is in AuthorizationTests.
@Suite struct MetamorphicTests {
    static let setsPerSeed = 120

    /// Checks a law on generated policies, each with a few requests.
    private func forEach(
        _ seed: Seed,
        _ law: (PolicyTexts, [AccessRequest], inout PolicyGenerator, inout SeededGenerator) throws -> Void
    ) throws {
        var generator = PolicyGenerator(seed: seed.value)
        var random = SeededGenerator(seed)
        for _ in 0..<Self.setsPerSeed {
            let (policies, requests) = generator.next(requestCount: 2)
            try law(policies, requests, &generator, &random)
        }
    }

    private func expect(
        _ before: PolicyTexts,
        _ after: PolicyTexts,
        _ requests: [AccessRequest],
        _ law: (Decision.Outcome, Decision.Outcome) -> Bool
    ) throws {
        let (first, second) = (try Comparison(before), try Comparison(after))
        for request in requests {
            let (old, new) = (first.decision(on: request).outcome, second.decision(on: request).outcome)
            guard !law(old, new) else { continue }
            let line = DecisionCase(policies: after, request: request).line(id: "law", expect: old)
            Issue.record(
                "\(old) became \(new):\n\(DecisionCase(policies: before, request: request).line(id: "before", expect: old))\n\(line)"
            )
        }
    }

    @Test(arguments: Seed.forThisRun(count: 6)) func `the order of statements and policies changes nothing`(
        _ seed: Seed
    ) throws {
        try forEach(seed) { policies, requests, _, random in
            var shuffled = policies.mapped { document in
                document.mappingStatements { $0.shuffled(using: &random) }
            }
            shuffled.identity.shuffle(using: &random)
            shuffled.permissionsBoundary?.shuffle(using: &random)
            for level in shuffled.serviceControl.indices { shuffled.serviceControl[level].shuffle(using: &random) }
            shuffled.serviceControl.shuffle(using: &random)
            shuffled.resourceControl.shuffle(using: &random)
            try expect(policies, shuffled, requests) { $0 == $1 }
        }
    }

    @Test(arguments: Seed.forThisRun(count: 6)) func `a statement that is said twice, or in parts, changes nothing`(
        _ seed: Seed
    ) throws {
        try forEach(seed) { policies, requests, _, _ in
            let twice = policies.mapped { $0.mappingStatements { $0 + $0 } }
            try expect(policies, twice, requests) { $0 == $1 }
            for element in ["Action", "Resource"] {
                let parts = policies.mapped { $0.mappingStatements { $0.flatMap { $0.split(by: element) } } }
                try expect(policies, parts, requests) { $0 == $1 }
            }
            let parts = policies.mapped { $0.mappingStatements { $0.flatMap { $0.splitByPrincipal() } } }
            try expect(policies, parts, requests) { $0 == $1 }
        }
    }

    @Test(arguments: Seed.forThisRun(count: 6)) func `one Deny more never allows more`(_ seed: Seed) throws {
        try forEach(seed) { policies, requests, generator, random in
            for type in PolicyType.allCases {
                let deny = generator.statement(for: type, isDeny: true)
                guard let more = policies.adding(deny, to: type, &random) else { continue }
                try expect(policies, more, requests) { $1 == $0 || $1 == .explicitDeny }
            }
        }
    }

    @Test(arguments: Seed.forThisRun(count: 6)) func `one Allow more never denies more`(_ seed: Seed) throws {
        try forEach(seed) { policies, requests, generator, random in
            for type in PolicyType.allCases {
                let allow = generator.statement(for: type, isDeny: false)
                guard let more = policies.adding(allow, to: type, &random) else { continue }
                try expect(policies, more, requests) { $1 == $0 || $0 == .implicitDeny && $1 == .allow }
            }
        }
    }

    @Test(arguments: Seed.forThisRun(count: 6)) func `one boundary, session policy or level more never allows more`(
        _ seed: Seed
    ) throws {
        try forEach(seed) { policies, requests, generator, _ in
            for type in [PolicyType.permissionsBoundary, .session, .serviceControl, .resourceControl] {
                let document = JSONTree.object([
                    .init("Version", .string("2012-10-17")),
                    .init("Statement", .list([generator.statement(for: type, isDeny: false)])),
                ])
                var more = policies
                switch type {
                case .permissionsBoundary where policies.permissionsBoundary == nil:
                    more.permissionsBoundary = [document]
                // A federated user has nothing but what its session policy lets through, and without one nothing.
                case .session where policies.session == nil && !requests[0].principal.isFederated:
                    more.session = [document]
                case .serviceControl: more.serviceControl.append([document])
                case .resourceControl: more.resourceControl.append([document])
                default: continue
                }
                try expect(policies, more, requests) { $1 != .allow || $0 == .allow }
            }
        }
    }
}

extension Principal {
    fileprivate var isFederated: Bool { if case .federatedUser = self { true } else { false } }
}

extension PolicyTexts {
    /// Puts a statement into a policy of a type; `nil` where there is none of it.
    fileprivate func adding(_ statement: JSONTree, to type: PolicyType, _ random: inout SeededGenerator) -> PolicyTexts?
    {
        var copy = self
        func add(_ documents: inout [JSONTree]) -> Bool {
            guard let index = documents.indices.randomElement(using: &random) else { return false }
            documents[index] = documents[index].mappingStatements { $0 + [statement] }
            return true
        }
        func add(_ levels: inout [[JSONTree]]) -> Bool {
            guard let level = levels.indices.randomElement(using: &random) else { return false }
            return add(&levels[level])
        }
        let isAdded: Bool
        switch type {
        case .identity: isAdded = add(&copy.identity)
        case .resource: isAdded = add(&copy.resource)
        case .serviceControl: isAdded = add(&copy.serviceControl)
        case .resourceControl: isAdded = add(&copy.resourceControl)
        case .permissionsBoundary:
            var boundary = copy.permissionsBoundary ?? []
            isAdded = add(&boundary)
            if isAdded { copy.permissionsBoundary = boundary }
        case .session:
            var session = copy.session ?? []
            isAdded = add(&session)
            if isAdded { copy.session = session }
        }
        return isAdded ? copy : nil
    }
}

extension JSONTree {
    fileprivate func mappingStatements(_ change: ([JSONTree]) -> [JSONTree]) -> JSONTree {
        replacing("Statement") { .list(change($0.values)) }
    }

    private func replacing(_ name: String, _ change: (JSONTree) -> JSONTree) -> JSONTree {
        guard case .object(let members) = self else { return self }
        return .object(members.map { $0.name == name ? .init(name, change($0.value)) : $0 })
    }

    /// A statement for each value of an element.
    fileprivate func split(by element: String) -> [JSONTree] {
        guard let values = self[element]?.values, values.count > 1 else { return [self] }
        return values.map { value in replacing(element) { _ in value } }
    }

    fileprivate func splitByPrincipal() -> [JSONTree] {
        guard case .object(let kinds)? = self["Principal"] else { return [self] }
        return kinds.flatMap { kind in
            kind.value.values.map { name in replacing("Principal") { _ in .object([.init(kind.name, name)]) } }
        }
    }
}
