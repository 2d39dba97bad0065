import Directory
import Model
import PolicyLanguage
import Synchronization

/// Compiled forms of the account's policy documents, shared by all event loops.
///
/// A form is kept by its text, byte for byte, so that users with the same policy share one. A document is compiled when
/// it is first needed; bounded by count.
final class CompiledPolicyCache: Sendable {
    private struct Key: Hashable {
        let text: PolicyText
        /// Of a trust policy.
        var bindings: TrustBindings?
        let kind: DocumentKind
    }

    private let forms: Mutex<GenerationCache<Key, CompiledPolicy>>
    private let controls = Mutex<CompiledControls?>(nil)

    init(max: Int = Limits.cachedPoliciesMax) {
        self.forms = Mutex(GenerationCache(max: max))
    }

    var count: Int { forms.withLock { $0.count } }

    /// - Throws: Where the text is no policy of this kind, which only a record of another version could hold.
    func policy(of text: PolicyText, kind: DocumentKind) throws(PolicyError) -> CompiledPolicy {
        let key = Key(text: text, kind: kind)
        if let policy = forms.withLock({ $0.value(of: key) }) { return policy }
        // Compiled outside the lock: two loops may do the same work once, and neither waits for the other.
        let policy = CompiledPolicy(compiling: try PolicyDocument(parsing: text.text, kind: kind))
        forms.withLock { $0.insert(policy, for: key) }
        return policy
    }

    /// The account's control policies, made anew only when one of them has changed.
    func controls(in snapshot: Snapshot) -> CompiledControls {
        let source = snapshot.controlPolicies
        if let kept = controls.withLock({ $0 }), kept.source === source { return kept }
        let made = CompiledControls(source, compiled: self)
        controls.withLock { $0 = made }
        return made
    }

    /// The trust policy of a role, with its principals bound to who they were when it was saved.
    ///
    /// - Throws: As `policy` does.
    func trustPolicy(of role: RoleRecord, in account: AccountID) throws(PolicyError) -> CompiledPolicy {
        let text = role.trustPolicy
        // Saved by a version that bound none.
        guard let bindings = role.trustBindings else { return try policy(of: text, kind: .trust) }
        let key = Key(text: text, bindings: bindings, kind: .trust)
        if let policy = forms.withLock({ $0.value(of: key) }) { return policy }
        let policy = CompiledPolicy(
            compiling: try PolicyDocument(parsing: text.text, kind: .trust),
            bindings: PrincipalBindings(
                account: account,
                bindings.all.map { PrincipalBindings.Binding(arn: $0.arn, uniqueID: $0.id.description) }
            )
        )
        forms.withLock { $0.insert(policy, for: key) }
        return policy
    }
}
