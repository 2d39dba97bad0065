import Directory
import Model
import PolicyLanguage

extension Decider {
    /// A caller with its policies and what the daemon fills for it: what its questions have in common.
    struct Ground {
        let caller: Caller
        let principal: PrincipalPolicies
        let filled: [RequestContext.Entry]
    }

    /// - Throws: `NoSuchEntity` where the caller is not of the account any more, and a fault where its policies cannot
    ///   be read: nothing is decided then, unless they do not bind it.
    func ground(
        of caller: Caller,
        in snapshot: Snapshot,
        at now: Timestamp,
        isUnbound: Bool = false
    ) throws(Refusal) -> Ground {
        let principal = try policies(of: caller.principal, in: snapshot)
        if let fault = principal.fault, !isUnbound { throw fault }
        if moment.second != now.seconds { moment = MomentText(second: now.seconds) }
        return Ground(
            caller: caller,
            principal: principal,
            filled: principal.environment(of: caller, at: moment, now: now)
        )
    }

    /// As `ground`; only an authenticated identity is ever authorized.
    func authenticatedGround(of caller: Caller, in snapshot: Snapshot, at now: Timestamp) throws(Refusal) -> Ground {
        if case .anonymous = caller.principal {
            throw .invalidToken("nobody is authenticated here, show a session token or name a principal")
        }
        return try ground(of: caller, in: snapshot, at: now)
    }

    private func policies(of principal: Principal, in snapshot: Snapshot) throws(Refusal) -> PrincipalPolicies {
        let key: SubjectKey
        switch principal {
        case .user(let user):
            guard let id = UniqueID(user.uniqueID) else { throw .noSuchEntity("the user has no id of a user") }
            key = .identity(id)
            if let kept = principals.value(of: key), kept.isRight(for: snapshot) { return kept }
            guard let entry = snapshot.userEntry(id: id) else {
                throw .noSuchEntity("user \(PolicyError.quoted(user.name)) is not in the account any more")
            }
            return keep(PrincipalPolicies(entry, in: snapshot, compiled: compiled), key)
        case .roleSession(let session):
            guard let id = UniqueID(session.roleID) else { throw .noSuchEntity("the role has no id of a role") }
            key = .identity(id)
            if let kept = principals.value(of: key), kept.isRight(for: snapshot) { return kept }
            guard let entry = snapshot.roleEntry(id: id) else {
                let arn = PolicyError.quoted(session.roleARN.text, charactersMax: 256)
                throw .noSuchEntity("role \(arn) is not in the account any more")
            }
            return keep(PrincipalPolicies(entry, in: snapshot, compiled: compiled), key)
        case .root: key = .root
        case .anonymous: key = .anonymous
        case .federatedUser, .service: return PrincipalPolicies(principal, in: snapshot, compiled: compiled)
        }
        if let kept = principals.value(of: key), kept.isRight(for: snapshot) { return kept }
        return keep(PrincipalPolicies(principal, in: snapshot, compiled: compiled), key)
    }

    private func keep(_ policies: PrincipalPolicies, _ key: SubjectKey) -> PrincipalPolicies {
        principals.insert(policies, for: key)
        return policies
    }
}
