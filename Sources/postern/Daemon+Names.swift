internal import Model

/// Names as people type them, made the ARNs that the daemon wants.
extension Daemon {
    /// The kinds of thing that have an ARN.
    enum Named: String {
        case user, role, policy, mfa
    }

    /// The ARN of a thing of the account: an ARN as it is, else of `NAME` or `PATH/NAME`.
    func arn(of kind: Named, _ name: String) async throws -> String {
        guard !name.hasPrefix("arn:") else { return name }
        let caller = try await caller()
        return "arn:\(caller.partition):iam::\(caller.account):\(kind.rawValue)/\(name)"
    }

    /// The ARN of a permissions boundary; empty for none.
    func boundary(_ policy: String?) async throws -> String {
        guard let policy else { return "" }
        return try await arn(of: .policy, policy)
    }

    /// The ARN of a principal: `me`, `root`, `role/NAME`, `assumed-role/ROLE/SESSION`, a user's name, or an ARN.
    ///
    /// A user or role is looked up, because its ARN has its path and its case; where that may not be done, the name is
    /// taken to be without a path and in its case.
    func principal(_ text: String) async throws -> String {
        guard !text.hasPrefix("arn:") else { return text }
        if text == "me" { return try await caller().text }
        if text == "root" || text.hasPrefix("assumed-role/") {
            let caller = try await caller()
            let service = text == "root" ? "iam" : "sts"
            return "arn:\(caller.partition):\(service)::\(caller.account):\(text)"
        }
        let kind: Named = text.hasPrefix("role/") ? .role : .user
        let name = text.hasPrefix("\(kind.rawValue)/") ? String(text.dropFirst(5)) : text
        guard !name.contains("/") else { return try await arn(of: kind, name) }
        do {
            let found =
                kind == .role
                ? try await call(GetRoleRequest(roleName: name)).role?.arn
                : try await call(GetUserRequest(userName: name)).user?.arn
            // An empty ARN would ask about the caller instead.
            guard let found, !found.isEmpty else { throw Complaint("the daemon gave no ARN of `\(text)`") }
            return found
        } catch let refusal as Refusal where refusal.status == .permissionDenied {
            return try await arn(of: kind, name)
        }
    }

    private func caller() async throws -> ARN {
        let text = try await call(GetCallerIdentityRequest()).arn
        guard let arn = try? ARN(parsing: text) else { throw Complaint("the daemon gave `\(text)`, which is no ARN") }
        return arn
    }
}
