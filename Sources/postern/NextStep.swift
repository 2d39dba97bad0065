internal import Model

/// What a person does about a refusal, by its code and by what was tried.
struct NextStep {
    /// The verb and what follows it, as typed.
    private let words: [String]

    init(after words: [String]) {
        self.words = words
    }

    private var verb: String { words.prefix(2).joined(separator: " ") }

    func text(_ refusal: Refusal) -> String? {
        switch refusal.code {
        case "ExpiredToken", "MissingAuthenticationToken": "run `postern sign-in NAME`"
        case "InvalidClientTokenId": afterUnknownCredentials
        case "InvalidAuthenticationCode": "type the code that the device shows next; `postern mfa resync` if that fails"
        case "AccessDenied": "`postern whoami` tells who you are to the daemon"
        case "NoSuchEntity": afterMissing
        case "DeleteConflict": afterConflict
        case "LimitExceeded" where isOfControlPolicies: nil
        case "LimitExceeded": "`postern account summary` shows the quotas, which posternd's configuration may raise"
        case "MalformedPolicyDocument" where isOfControlPolicies:
            "`postern policy check FILE --kind service-control`, or `resource-control`, checks it without the daemon"
        case "MalformedPolicyDocument": "`postern policy check FILE` checks it without the daemon"
        case "Throttling": "try again a little later"
        default: afterStatus(refusal.status)
        }
    }

    private func afterStatus(_ status: Refusal.Status) -> String? {
        switch status {
        case .unavailable, .internal, .dataLoss: "the log of posternd says more"
        case .deadlineExceeded: "`--timeout` waits longer; a write may still have been carried out"
        case .permissionDenied: "`postern whoami` tells who you are to the daemon"
        default: nil
        }
    }

    /// A sign-in shows credentials for the first time; whatever else is refused so had a session.
    private var afterUnknownCredentials: String {
        switch words.first {
        case "sign-in": "type it again; an administrator gives a new password with `postern password update NAME`"
        case "key": "`postern key list NAME` tells which keys the user has, and which are active"
        default: "run `postern sign-in NAME`"
        }
    }

    /// `--scope account`.
    private var isOfControlPolicies: Bool { words.contains { $0 == "--scope" || $0.hasPrefix("--scope=") } }

    private var afterMissing: String? {
        if isOfControlPolicies { return "`postern policy attached --scope account` shows what there is" }
        let lists = nouns.map { $0 == "mfa" ? "`postern mfa list --all`" : "`postern \($0) list`" }
        guard !lists.isEmpty else { return nil }
        return lists.joined(separator: " or ") + " shows what there is"
    }

    /// What the words may have named: the noun of the verb, and those of its options and other arguments.
    private var nouns: [String] {
        let all = ["user", "group", "role", "policy", "mfa"]
        let more: [String: String] = [
            "group add": "user", "group remove": "user", "mfa enable": "user", "mfa resync": "user",
            "user boundary": "policy", "role boundary": "policy",
        ]
        let first: [String: String] = [
            "can": "user", "why": "user", "batch": "user", "password": "user", "sessions": "user", "key": "user",
            "assume-role": "role",
        ]
        guard let word = words.first else { return [] }
        var found = [first[word] ?? word, more[verb]].compactMap(\.self)
        if verb == "group for-user" { found = ["user"] }
        if words.contains(where: { $0 == "--boundary" || $0.hasPrefix("--boundary=") }) { found.append("policy") }
        for noun in all where words.contains(where: { $0 == "--\(noun)" || $0.hasPrefix("--\(noun)=") }) {
            found.append(noun)
        }
        return all.filter(found.contains)
    }

    private var afterConflict: String? {
        switch verb {
        case "user delete":
            "use `postern policy detach`, `policy remove`, `group remove`, `key delete`, `mfa deactivate` and "
                + "`password delete`"
        case "group delete": "use `postern policy detach`, `policy remove` and `group remove`"
        case "role delete": "use `postern policy detach` and `policy remove`"
        case "policy delete":
            "use `postern policy detach` and `policy version delete`; `policy entities` lists who has it"
        case "policy version": "bring another one into force first with `postern policy version default`"
        case "mfa delete": "take it from its user first with `postern mfa deactivate DEVICE --user NAME`"
        default: nil
        }
    }
}
