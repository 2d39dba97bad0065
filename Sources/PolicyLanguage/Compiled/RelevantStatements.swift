package import Model

/// The statements of a principal's own policies that are about one action: found once, for all requests with it.
///
/// Keeps the order in which they would be found otherwise, so that a decision names the same statements.
package final class RelevantStatements: Sendable {
    /// A statement, with a cheap reason for which it cannot be about a resource.
    struct Entry: Sendable {
        let statement: CompiledStatement
        let policy: UInt32
        let index: UInt32
        /// Where the resource must have `probe`; -1 where nothing can be told ahead.
        let probeOffset: Int
        /// The last eight bytes of the literal beginning of the statement's only resource.
        let probe: UInt64
        /// The same for all statements of a list whose only resource is the same; -1 where there are more, or none.
        let resourceGroup: Int

        init(_ statement: CompiledStatement, policy: Int, index: Int, resourceGroup: Int) {
            self.statement = statement
            self.policy = UInt32(policy)
            self.index = UInt32(index)
            self.resourceGroup = resourceGroup
            if !statement.isNotResource, statement.resources.count == 1,
                let probe = statement.resources[0].lastLiteralWord
            {
                self.probe = probe
                self.probeOffset = statement.resources[0].literalCount - MemoryLayout<UInt64>.size
            } else {
                self.probe = 0
                self.probeOffset = -1
            }
        }

        @inline(__always)
        func mayBe(about resource: Span<UInt8>) -> Bool {
            guard probeOffset >= 0 else { return true }
            guard resource.count - probeOffset >= MemoryLayout<UInt64>.size else { return false }
            return resource.word(at: probeOffset) == probe
        }

        func place(_ type: PolicyType) -> StatementPosition {
            StatementPosition(type: type, policy: policy, statement: index)
        }
    }

    /// Of policies of one type.
    struct OfType: Sendable {
        private(set) var denies: [Entry] = []
        private(set) var allows: [Entry] = []

        init(_ policies: [CompiledPolicy], about action: Action) {
            let hashes = ActionHashes(action)
            var groups: [Pattern: Int] = [:]
            for nearness in ActionIndex.Nearness.allCases {
                for (number, policy) in policies.enumerated() {
                    func collect(_ index: ActionIndex, into entries: inout [Entry]) {
                        index.forEachCandidate(hashes, nearness) { offset in
                            let statement = policy.statements[offset]
                            if statement.matches(action) {
                                let group = Self.group(of: statement, in: &groups)
                                entries.append(Entry(statement, policy: number, index: offset, resourceGroup: group))
                            }
                            return true
                        }
                    }
                    collect(policy.denies, into: &denies)
                    collect(policy.allows, into: &allows)
                }
            }
        }

        var count: Int { denies.count + allows.count }

        private static func group(of statement: CompiledStatement, in groups: inout [Pattern: Int]) -> Int {
            guard !statement.isNotResource, statement.resources.count == 1 else { return -1 }
            let next = groups.count
            let group = groups[statement.resources[0], default: next]
            groups[statement.resources[0]] = group
            return group
        }

        /// The first Deny that applies.
        func deny(_ request: AccessRequest, _ question: Question, _ type: PolicyType) -> StatementPosition? {
            if denies.isEmpty { return nil }
            let entries = denies.span
            let resource = request.resource.utf8Span.span
            var walk = Walk()
            for offset in entries.indices
            where entries[offset].mayBe(about: resource)
                && walk.grade(of: request, question, entries[offset]) != .none
            {
                return entries[offset].place(type)
            }
            return nil
        }

        /// The Allow that names the caller most directly; the first of them.
        func allow(_ request: AccessRequest, _ question: Question, _ type: PolicyType) -> Evaluator.Grant? {
            var best: Evaluator.Grant?
            let entries = allows.span
            let resource = request.resource.utf8Span.span
            var walk = Walk()
            for offset in entries.indices where entries[offset].mayBe(about: resource) {
                let grade = walk.grade(of: request, question, entries[offset])
                guard grade > best?.grade ?? .none else { continue }
                best = (entries[offset].place(type), grade)
                if grade == .itself { break }
            }
            return best
        }
    }

    /// A walk over entries with one request: many policies say the same resource again and again.
    private struct Walk {
        private var group = -1
        private var isGroupHit = false

        @inline(__always)
        mutating func grade(
            of request: AccessRequest,
            _ question: Question,
            _ entry: borrowing Entry
        ) -> PrincipalRule.Grade {
            if entry.resourceGroup < 0 || entry.resourceGroup != group {
                group = entry.resourceGroup
                isGroupHit = entry.statement.matchesResource(of: request, question)
            }
            return isGroupHit ? entry.statement.gradeBesideResource(of: request, question) : .none
        }
    }

    let identity: OfType
    /// Empty where there is no boundary.
    let permissionsBoundary: OfType

    /// Looks through the identity policies and the permissions boundary; all other types are looked through when they
    /// decide, because they come with each request.
    package init(of policies: ApplicablePolicies, about action: Action) {
        identity = OfType(policies.identity, about: action)
        permissionsBoundary = OfType(policies.permissionsBoundary ?? [], about: action)
    }

    package var count: Int { identity.count + permissionsBoundary.count }
}

extension Span<UInt8> {
    /// Eight bytes at a place, as one number.
    @inlinable
    package func word(at offset: Int) -> UInt64 {
        // SAFETY: every eight bytes are some number, and the read is checked to be within the span.
        unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }
}
