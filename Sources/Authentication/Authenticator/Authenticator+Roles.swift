package import Directory
package import Model

extension Authenticator {
    /// Takes on a role.
    ///
    /// Whether the role trusts the caller was judged before this is called, by the snapshot that the session is made of:
    /// a later one might have another role of that name. What ends sessions meanwhile ends this one before it is used.
    ///
    /// AWS: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    package func assumeRole(
        _ request: AssumeRoleRequest,
        by caller: Caller,
        in snapshot: Snapshot
    ) async throws(Refusal) -> AssumeRoleResponse {
        try Self.checkMayAssume(caller)
        guard NameGrammar.isName(request.roleSessionName, bytes: 2...64) else {
            throw .validation("a role session name is 2 to 64 letters, digits and `_+=,.@-`")
        }
        guard request.externalID.isEmpty || Self.isExternalID(request.externalID) else {
            throw .validation("an external id is 2 to 1224 letters, digits and `_+=,.@-:/`")
        }
        guard let role = snapshot.role(arn: request.roleARN) else {
            // As AWS: whoever may not assume a role does not learn whether there is one.
            throw .accessDenied("`\(request.roleARN.prefix(ARN.bytesMax))` is no role that the caller may assume")
        }
        let principal = RoleSessionPrincipal(role, sessionName: request.roleSessionName, in: snapshot)
        let session = try begin(
            .role(role.id, sessionName: request.roleSessionName),
            by: .assumedRole,
            seconds: try Self.seconds(request.durationSeconds, of: role, caller: caller),
            mfaAt: nil,
            epoch: role.sessionsValidFrom,
            as: .roleSession(principal),
            in: snapshot
        )
        recordUse(of: role.id)
        return AssumeRoleResponse(session: session, assumedRoleID: session.userID)
    }

    private static func checkMayAssume(_ caller: Caller) throws(Refusal) {
        switch caller.principal {
        case .user, .roleSession: return
        case .root: throw .accessDenied("the account's root user cannot assume roles; a user or a role can")
        case .federatedUser, .service, .anonymous:
            throw .accessDenied("only a user or a role can assume a role; sign in first")
        }
    }

    private static func seconds(
        _ asked: UInt32,
        of role: RoleRecord,
        caller: Caller
    ) throws(Refusal) -> UInt32 {
        // A record without a maximum has AWS's default.
        let own = max(role.maxSessionSeconds, AuthenticationSettings.roleSessionSecondsDefault)
        let least = AuthenticationSettings.sessionSecondsMin
        let isChained = if case .roleSession = caller.principal { true } else { false }
        let most = isChained ? min(own, AuthenticationSettings.chainedRoleSecondsMax) : own
        guard asked != 0 else { return min(most, AuthenticationSettings.roleSessionSecondsDefault) }
        guard (least...most).contains(asked) else {
            let why = isChained ? ", because a role session asks for it" : ""
            throw .validation("a session of \(asked) s: this role's may last \(least) to \(most) s\(why)")
        }
        return asked
    }

    private static func isExternalID(_ text: String) -> Bool {
        (2...1_224).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                NameGrammar.isNameByte($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/")
            }
    }
}
