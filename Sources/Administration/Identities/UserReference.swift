internal import Directory
internal import Model

/// Whom a request is about: a user that it names, or the caller's own.
enum UserReference: Sendable {
    case named(EntityName)
    /// By id, so that the caller stays who it is when it is renamed meanwhile.
    case own(UniqueID)

    /// Reads a user's name; an empty one is the caller's own user.
    init(_ name: String, orOwnOf caller: Caller) throws(Refusal) {
        guard name.isEmpty else {
            self = .named(try EntityName(parsing: name, .user))
            return
        }
        guard case .user(let user) = caller.principal, let id = UniqueID(user.uniqueID) else {
            throw .validation("no user name is given, and the caller is not a user whose own could be meant")
        }
        self = .own(id)
    }
}

extension Snapshot {
    func wanted(_ user: UserReference) throws(Refusal) -> UserRecord {
        switch user {
        case .named(let name): return try wanted(UserRecord.self, name)
        case .own(let id):
            guard let user = self.user(id: id) else { throw .noSuchEntity("the caller's own user was deleted") }
            return user
        }
    }

    func wanted<Kind: Identity>(_ kind: Kind.Type, _ name: EntityName) throws(Refusal) -> Kind {
        guard let identity = Kind.found(named: name.text, in: self) else {
            throw .noSuchEntity("there is no \(Kind.nameKind.noun) \(name.text.shown)")
        }
        return identity
    }
}
