internal import Directory
internal import Model
internal import PolicyLanguage

/// A policy document that was parsed for its kind, byte for byte as it was given.
struct CheckedPolicy: Sendable {
    let document: PolicyText
    /// The size that quotas count.
    let characters: Int
    /// The users and roles that it names as principals.
    let identities: [LocatedText]

    /// - Throws: `MalformedPolicyDocument` with the place where the document goes wrong.
    init(parsing text: String, kind: DocumentKind) throws(Refusal) {
        let bytes = text.utf8.count
        guard bytes <= Limits.policyBytesMax else {
            throw .malformedPolicy(
                "a policy document of \(bytes) bytes, where at most \(Limits.policyBytesMax) are read"
            )
        }
        do throws(PolicyError) {
            identities = try PolicyDocument(parsing: text, kind: kind).namedIdentities
        } catch {
            throw .malformedPolicy(error.description)
        }
        document = PolicyText(text)
        characters = PolicyDocument.countedCharacters(text)
    }

    /// Refuses a document above a quota, which is of something such as a `managed policy`.
    func fits(_ charactersMax: Int, _ what: String) throws(Refusal) {
        guard characters <= charactersMax else {
            throw .limitExceeded(
                "a \(what) of \(characters) characters without white space is more than the \(charactersMax) allowed"
            )
        }
    }
}
