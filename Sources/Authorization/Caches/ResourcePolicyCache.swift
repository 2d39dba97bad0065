import Model
import PolicyLanguage

/// Compiled forms of the resource policies that come with requests, by their exact text; bounded by count and bytes.
struct ResourcePolicyCache {
    private struct Key: Hashable {
        let text: ExactText
        let kind: DocumentKind
    }

    private var forms: GenerationCache<Key, CompiledPolicy>
    /// The items of a batch mostly share one text, which is then found without reading it, however long it is.
    private var last: (key: Key, policy: CompiledPolicy)?

    init(max: Int = Limits.cachedResourcePoliciesMax) {
        self.forms = GenerationCache(max: max)
    }

    var count: Int { forms.count }

    /// A resource's policy of exactly this text, if it is at hand.
    mutating func kept(_ text: String) -> CompiledPolicy? {
        let key = Key(text: ExactText(text), kind: .resource)
        if let last, last.key == key { return last.policy }
        return forms.value(of: key)
    }

    /// Keeps a resource's policy that was compiled by another.
    mutating func keep(_ policy: CompiledPolicy, of text: String) {
        guard text.utf8.count <= Limits.cachedResourcePolicyBytesMax else { return }
        forms.insert(policy, for: Key(text: ExactText(text), kind: .resource))
    }

    /// - Parameters:
    ///   - text: The document's JSON, as the caller gave it.
    ///   - kind: `.resource`, or `.trust` where the question is who may assume a role.
    /// - Returns: The policy, compiled.
    /// - Throws: `MalformedPolicyDocument` with the place of the fault.
    mutating func policy(of text: String, kind: DocumentKind) throws(Refusal) -> CompiledPolicy {
        let key = Key(text: ExactText(text), kind: kind)
        if let last, last.key == key { return last.policy }
        if let policy = forms.value(of: key) {
            last = (key, policy)
            return policy
        }
        guard text.utf8.count <= Limits.policyBytesMax else {
            throw .malformedPolicy(
                "the resource policy has \(text.utf8.count) bytes, at most \(Limits.policyBytesMax) are allowed"
            )
        }
        let policy: CompiledPolicy
        do {
            policy = CompiledPolicy(compiling: try PolicyDocument(parsing: text, kind: kind))
        } catch {
            throw .malformedPolicy("the resource policy is not valid: \(error)")
        }
        last = (key, policy)
        if text.utf8.count <= Limits.cachedResourcePolicyBytesMax { forms.insert(policy, for: key) }
        return policy
    }
}
