package import Model

extension Snapshot {
    /// Users in the order of their names, ignoring case.
    ///
    /// - Parameters:
    ///   - pathPrefix: What their paths begin with; empty for all.
    ///   - after: Only those whose names come after this one; it need not be there any more.
    ///   - max: How many at most.
    /// - Returns: The page, and whether there are more.
    package func users(pathPrefix: String = "", after: String?, max: Int) -> Page<UserRecord> {
        page(contents.users.byName, pathPrefix, after, max)
    }

    package func groups(pathPrefix: String = "", after: String?, max: Int) -> Page<GroupRecord> {
        page(contents.groups.byName, pathPrefix, after, max)
    }

    package func roles(pathPrefix: String = "", after: String?, max: Int) -> Page<RoleRecord> {
        page(contents.roles.byName, pathPrefix, after, max)
    }

    package func policies(
        pathPrefix: String = "",
        onlyAttached: Bool = false,
        onlyBoundaries: Bool = false,
        after: String?,
        max: Int
    ) -> Page<PolicyRecord> {
        page(contents.policies.byName, pathPrefix, after, max) { policy in
            (!onlyAttached || self.attachmentCount(of: policy.id) > 0)
                && (!onlyBoundaries || self.boundaryCount(of: policy.id) > 0)
        }
    }

    /// MFA devices in the order of their names.
    ///
    /// - Parameters:
    ///   - assigned: Only those that a user has, or that no user has; `nil` for all.
    ///   - pathPrefix: What their paths begin with; empty for all.
    ///   - after: Only those whose names come after this one.
    ///   - max: How many at most.
    /// - Returns: The page, and whether there are more.
    package func mfaDevices(
        assigned: Bool? = nil,
        pathPrefix: String = "",
        after: String?,
        max: Int
    ) -> Page<MFADeviceRecord> {
        page(contents.mfaDevices, pathPrefix, after, max) {
            assigned == nil || ($0.userID != nil) == assigned
        }
    }

    /// The users of a group in the order of their names.
    package func members(of group: UniqueID, after: String?, max: Int) -> Page<UserRecord> {
        let max = Swift.max(0, max)
        var first = Smallest<UniqueID>(count: max + 1)
        let after = after?.asciiLowercased ?? ""
        for id in contents.members[group] {
            if let name = contents.users.byID.name(of: id), name > after { first.insert(id, name) }
        }
        return Page(first.sorted().compactMap { contents.users[$0]?.record }, max: max)
    }

    /// The first of the records that are asked for.
    ///
    /// Those that were read at the start are in order; those that changed since are all looked at, and few are kept.
    private func page<Record: NamedRecord>(
        _ table: Table<ByName<Record>>,
        _ pathPrefix: String,
        _ after: String?,
        _ max: Int,
        where isWanted: (Record) -> Bool = { _ in true }
    ) -> Page<Record> {
        let max = Swift.max(0, max)
        // One more than asked for tells whether there are more.
        var first = Smallest<Record>(count: max + 1)
        var found = 0
        let after = after?.asciiLowercased
        table.forEachRead(from: after.map(table.start(after:)) ?? 0) { entry in
            guard entry.record.path.utf8.starts(with: pathPrefix.utf8), isWanted(entry.record) else {
                return true
            }
            first.insert(entry.record, entry.record.keyName)
            found += 1
            return found <= max
        }
        table.forEachChanged { entry in
            guard entry.record.isAfter(after), entry.record.path.utf8.starts(with: pathPrefix.utf8),
                isWanted(entry.record)
            else { return }
            first.insert(entry.record, entry.record.keyName)
        }
        return Page(first.sorted(), max: max)
    }
}

extension NamedRecord {
    fileprivate func isAfter(_ name: String?) -> Bool { name.map { keyName > $0 } ?? true }
}

extension Page {
    /// A page of items of which there is one too many where there are more.
    fileprivate init(_ items: [Item], max: Int) {
        self.init(items: Array(items.prefix(max)), isTruncated: items.count > max)
    }
}

/// The items with the smallest names, of as many as come.
private struct Smallest<Item> {
    private let count: Int
    private var items: [(name: String, item: Item)] = []
    /// An item with a greater name than this is not among them.
    private var bound: String?

    init(count: Int) {
        self.count = count
    }

    mutating func insert(_ item: Item, _ name: String) {
        if let bound, name > bound { return }
        items.append((name, item))
        // Sorting now and then costs less for each item than keeping them sorted.
        if items.count >= 2 * count + 64 { trim() }
    }

    mutating func sorted() -> [Item] {
        trim()
        return items.map(\.item)
    }

    private mutating func trim() {
        items.sort { $0.name < $1.name }
        guard items.count > count else { return }
        items.removeLast(items.count - count)
        bound = items.last?.name
    }
}
