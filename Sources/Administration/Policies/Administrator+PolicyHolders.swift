internal import Directory
internal import Model
internal import PolicyLanguage

// What is done alike to the policies of users, groups and roles.
extension Administrator {
    func attach<Kind: Identity>(_ policyARN: String, to kind: Kind.Type, _ name: String) async throws(Refusal) -> Empty
    {
        let name = try EntityName(parsing: name, Kind.nameKind)
        let reference = try PolicyReference(parsing: policyARN)
        _ = try await directory.write { (transaction) throws(Refusal) in
            var identity = try transaction.snapshot.wanted(Kind.self, name)
            let policy = try transaction.snapshot.wanted(reference)
            guard !identity.attachedPolicies.contains(policy.id) else { return }
            let quota = transaction.snapshot.account.quotas.attachedPoliciesPerIdentity
            try identity.mustHaveRoom(identity.attachedPolicies.count, "attached policies", quota)
            identity.attachedPolicies.append(policy.id)
            transaction.put(identity)
        }
        return Empty()
    }

    func detach<Kind: Identity>(
        _ policyARN: String,
        from kind: Kind.Type,
        _ name: String
    ) async throws(Refusal) -> Empty {
        let name = try EntityName(parsing: name, Kind.nameKind)
        let reference = try PolicyReference(parsing: policyARN)
        _ = try await directory.write { (transaction) throws(Refusal) in
            var identity = try transaction.snapshot.wanted(Kind.self, name)
            let policy = try transaction.snapshot.wanted(reference)
            guard let place = identity.attachedPolicies.firstIndex(of: policy.id) else {
                throw .noSuchEntity("policy \(policy.name.shown) is not attached to \(identity.shown)")
            }
            identity.attachedPolicies.remove(at: place)
            transaction.put(identity)
        }
        return Empty()
    }

    func attachedPage<Kind: Identity>(
        _ kind: Kind.Type,
        _ name: String,
        pathPrefix: String,
        _ page: PageRequest
    ) throws(Refusal) -> ListPage<AttachedPolicy> {
        let prefix = try EntityPath.prefix(parsing: pathPrefix)
        let snapshot = self.snapshot
        let identity = try snapshot.wanted(Kind.self, EntityName(parsing: name, Kind.nameKind))
        let policies = snapshot.attachedPolicies(of: identity).filter { $0.path.hasPrefix(prefix) }
        let found = page.page(of: policies, by: \.keyName)
        return ListPage(items: found.items.map { AttachedPolicy($0, in: snapshot) }, marker: found.marker)
    }

    /// Puts an inline policy on an identity; one of that name, in whichever case, gives way and leaves its name.
    func putInline<Kind: Identity>(
        _ kind: Kind.Type,
        _ name: String,
        policyName: String,
        document: String
    ) async throws(Refusal) -> Empty {
        let name = try EntityName(parsing: name, Kind.nameKind)
        let policyName = try EntityName(parsing: policyName, .inlinePolicy)
        let checked = try CheckedPolicy(parsing: document, kind: .identity)
        _ = try await directory.write { (transaction) throws(Refusal) in
            var identity = try transaction.snapshot.wanted(Kind.self, name)
            let place = identity.inlinePlace(policyName)
            if let place {
                identity.inlinePolicies[place].document = checked.document
            } else {
                identity.inlinePolicies.append(InlinePolicy(name: policyName.text, document: checked.document))
            }
            let quota = Kind.inlineCharactersMax(transaction.snapshot.account.quotas)
            let characters = identity.inlinePolicies.reduce(0) {
                $0 + PolicyDocument.countedCharacters($1.document.text)
            }
            guard characters <= quota else {
                throw .limitExceeded(
                    "the inline policies of \(identity.shown) would have \(characters) characters without white space"
                        + " together, and the quota is \(quota)"
                )
            }
            let bytes = identity.inlinePolicies.reduce(0) { $0 + $1.document.text.utf8.count }
            guard bytes <= Limits.policyBytesMax else {
                throw .limitExceeded(
                    "the inline policies of \(identity.shown) would take \(bytes) bytes with their white space, and"
                        + " at most \(Limits.policyBytesMax) are kept"
                )
            }
            transaction.put(identity)
        }
        return Empty()
    }

    /// An inline policy, and the names that it and its identity were made with.
    func inline<Kind: Identity>(
        _ kind: Kind.Type,
        _ name: String,
        policyName: String
    ) throws(Refusal) -> (identity: Kind, policy: InlinePolicy) {
        let policyName = try EntityName(parsing: policyName, .inlinePolicy)
        let identity = try snapshot.wanted(Kind.self, EntityName(parsing: name, Kind.nameKind))
        return (identity, identity.inlinePolicies[try identity.wantedInlinePlace(policyName)])
    }

    func deleteInline<Kind: Identity>(
        _ kind: Kind.Type,
        _ name: String,
        policyName: String
    ) async throws(Refusal) -> Empty {
        let name = try EntityName(parsing: name, Kind.nameKind)
        let policyName = try EntityName(parsing: policyName, .inlinePolicy)
        _ = try await directory.write { (transaction) throws(Refusal) in
            var identity = try transaction.snapshot.wanted(Kind.self, name)
            identity.inlinePolicies.remove(at: try identity.wantedInlinePlace(policyName))
            transaction.put(identity)
        }
        return Empty()
    }

    func inlinePage<Kind: Identity>(
        _ kind: Kind.Type,
        _ name: String,
        _ page: PageRequest
    ) throws(Refusal) -> ListPage<String> {
        let identity = try snapshot.wanted(Kind.self, EntityName(parsing: name, Kind.nameKind))
        return page.page(of: identity.inlinePolicies.map(\.name)) { $0.asciiLowercased }
    }
}

extension Identity {
    fileprivate func inlinePlace(_ name: EntityName) -> Int? {
        inlinePolicies.firstIndex { $0.name.asciiLowercased == name.folded }
    }

    fileprivate func wantedInlinePlace(_ name: EntityName) throws(Refusal) -> Int {
        guard let place = inlinePlace(name) else {
            throw .noSuchEntity("\(shown) has no inline policy \(name.text.shown)")
        }
        return place
    }
}

extension Snapshot {
    /// The managed policies of an identity, in the order in which they were attached.
    func attachedPolicies(of identity: some Identity) -> [PolicyRecord] {
        identity.attachedPolicies.compactMap { policy(id: $0) }
    }
}

extension AttachedPolicy {
    init(_ record: PolicyRecord, in snapshot: Snapshot) {
        self.init(policyName: record.name, policyARN: snapshot.arn(of: record).text)
    }
}
