internal import Directory
internal import Model

// What is done alike to users, groups and roles.
extension Administrator {
    /// Gives an identity another name or path, or both; its id and all that hangs on it stays.
    ///
    /// An empty text keeps what is there.
    func move<Kind: Identity>(
        _ kind: Kind.Type,
        _ name: String,
        newName: String,
        newPath: String
    ) async throws(Refusal) -> (identity: Kind, snapshot: Snapshot) {
        let name = try EntityName(parsing: name, Kind.nameKind)
        let path = newPath.isEmpty ? nil : try EntityPath(parsing: newPath)
        let wanted = newName.isEmpty ? nil : try EntityName(parsing: newName, Kind.nameKind)
        let written = try await directory.write { (transaction) throws(Refusal) -> Kind in
            let before = try transaction.snapshot.wanted(Kind.self, name)
            var after = before
            if let path { after.path = path.text }
            if let wanted {
                if let other = Kind.found(named: wanted.text, in: transaction.snapshot), other.id != before.id {
                    throw .alreadyExists("there is a \(other.shown) already: names are unique ignoring case")
                }
                after.name = wanted.text
            }
            if after.keyName != before.keyName { transaction.delete(before) }
            transaction.put(after)
            return after
        }
        return (written.value, written.snapshot)
    }

    func tag<Kind: BoundedIdentity>(_ kind: Kind.Type, _ name: String, _ tags: [Tag]) async throws(Refusal) -> Empty {
        let name = try EntityName(parsing: name, Kind.nameKind)
        try TagSet.checkCount(ofOneCall: tags.count)
        let added = try TagSet(parsing: tags)
        _ = try await directory.write { (transaction) throws(Refusal) in
            var identity = try transaction.snapshot.wanted(Kind.self, name)
            identity.tags = try added.over(identity.tags, quotas: transaction.snapshot.account.quotas)
            transaction.put(identity)
        }
        return Empty()
    }

    func untag<Kind: BoundedIdentity>(
        _ kind: Kind.Type,
        _ name: String,
        _ tagKeys: [String]
    ) async throws(Refusal) -> Empty {
        let name = try EntityName(parsing: name, Kind.nameKind)
        try TagSet.checkCount(ofOneCall: tagKeys.count)
        _ = try await directory.write { (transaction) throws(Refusal) in
            var identity = try transaction.snapshot.wanted(Kind.self, name)
            identity.tags = try TagSet.removing(tagKeys, from: identity.tags)
            transaction.put(identity)
        }
        return Empty()
    }

    func tagsPage<Kind: BoundedIdentity>(
        _ kind: Kind.Type,
        _ name: String,
        _ page: PageRequest
    ) throws(Refusal) -> ListPage<Tag> {
        let identity = try snapshot.wanted(Kind.self, EntityName(parsing: name, Kind.nameKind))
        return page.page(of: identity.tags) { TagSet.folded($0.key) }
    }

    /// Bounds an identity's permissions by a managed policy, or, where none is given, takes the bound off.
    func bound<Kind: BoundedIdentity>(
        _ kind: Kind.Type,
        _ name: String,
        by policyARN: String?
    ) async throws(Refusal) -> Empty {
        let name = try EntityName(parsing: name, Kind.nameKind)
        let policy: PolicyReference? = if let policyARN { try PolicyReference(parsing: policyARN) } else { nil }
        _ = try await directory.write { (transaction) throws(Refusal) in
            var identity = try transaction.snapshot.wanted(Kind.self, name)
            if let policy {
                identity.permissionsBoundary = try transaction.snapshot.wanted(policy).id
            } else {
                guard identity.permissionsBoundary != nil else {
                    throw .noSuchEntity("\(identity.shown) has no permissions boundary")
                }
                identity.permissionsBoundary = nil
            }
            transaction.put(identity)
        }
        return Empty()
    }
}
