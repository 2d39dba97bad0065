import PolicyLanguage

/// A resource policy that was compiled away from an event loop, for the loop to keep.
package struct ReadyPolicy: Sendable {
    let text: String
    let policy: CompiledPolicy
}
