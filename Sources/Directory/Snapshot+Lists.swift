import HashTreeCollections
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
        page(contents.users.byName.lazy.map(\.value), pathPrefix, after, max)
    }

    package func groups(pathPrefix: String = "", after: String?, max: Int) -> Page<GroupRecord> {
        page(contents.groups.byName.lazy.map(\.value), pathPrefix, after, max)
    }

    package func roles(pathPrefix: String = "", after: String?, max: Int) -> Page<RoleRecord> {
        page(contents.roles.byName.lazy.map(\.value), pathPrefix, after, max)
    }

    package func policies(
        pathPrefix: String = "",
        onlyAttached: Bool = false,
        after: String?,
        max: Int
    ) -> Page<PolicyRecord> {
        let all = contents.policies.byName.lazy.map(\.value)
        guard onlyAttached else { return page(all, pathPrefix, after, max) }
        return page(all.filter { self.attachmentCount(of: $0.record.id) > 0 }, pathPrefix, after, max)
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
        let all = contents.mfaDevices.lazy.map(\.value)
        guard let assigned else { return page(all, pathPrefix, after, max) }
        return page(all.filter { ($0.record.userID != nil) == assigned }, pathPrefix, after, max)
    }

    /// The users of a group in the order of their names.
    package func members(of group: UniqueID, after: String?, max: Int) -> Page<UserRecord> {
        page(contents.members[group].lazy.compactMap { self.contents.users[$0] }, "", after, max)
    }

    /// The first of the records that are asked for.
    ///
    /// Reads them all and keeps a few: there is no sorted copy to keep up with each write.
    private func page<Record: NamedRecord>(
        _ all: some Sequence<Entry<Record>>,
        _ pathPrefix: String,
        _ after: String?,
        _ max: Int
    ) -> Page<Record> {
        let max = Swift.max(0, max)
        // One more than asked for tells whether there are more.
        var first = Smallest<Entry<Record>>(count: max + 1)
        let after = after?.asciiLowercased
        for entry in all {
            let name = entry.record.keyName
            if let after, name <= after { continue }
            guard entry.record.path.utf8.starts(with: pathPrefix.utf8) else { continue }
            first.insert(entry, name)
        }
        let found = first.sorted()
        return Page(items: found.prefix(max).map(\.record), isTruncated: found.count > max)
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
