internal import Model

/// Which page of a list is asked for.
struct PageRequest: Sendable {
    /// The operation that lists; its markers are good for it alone.
    let list: String
    /// Where the last page ended; `nil` for the first.
    let after: String?
    let max: Int
    private let pager: Pager

    /// Reads what a request says of the page; 0 items are the default.
    init(list: String, marker: String, maxItems: UInt32, pager: Pager) throws(Refusal) {
        guard maxItems <= Limits.listItemsMax else {
            throw .validation(
                "max_items \(maxItems) is not 1 to \(Limits.listItemsMax), or 0 for \(Limits.listItemsDefault)"
            )
        }
        self.list = list
        self.pager = pager
        max = maxItems == 0 ? Limits.listItemsDefault : Int(maxItems)
        after = try pager.position(in: marker, of: list)
    }

    /// A page that is known, and the place after which the next one begins; `nil` where there are no more.
    func page<Item>(_ items: [Item], goesOnAfter position: String?) -> ListPage<Item> {
        ListPage(items: items, marker: position.map { pager.marker(after: $0, in: list) } ?? "")
    }

    /// The page of a list that is small enough to be at hand whole.
    ///
    /// No two items have one place, and the list is in the order of the places.
    func page<Item>(of items: [Item], by position: (Item) -> String) -> ListPage<Item> {
        let places = items.map { (place: position($0), item: $0) }.sorted { $0.place < $1.place }
        let rest = places.drop { entry in after.map { entry.place <= $0 } ?? false }
        let taken = rest.prefix(max)
        return page(taken.map(\.item), goesOnAfter: rest.count > max ? taken.last?.place : nil)
    }

    /// The page of a list that is fetched piece by piece.
    ///
    /// It ends early where its items would not fit a reply, as AWS's pages may.
    ///
    /// - Parameters:
    ///   - fetch: Gives the items after a place, in order, and whether there are more.
    ///   - position: The place of an item.
    ///   - bytes: About how large an item is in the reply.
    /// - Returns: At least one item, where there are any.
    func page<Item>(
        _ fetch: (_ after: String?, _ max: Int) -> (items: [Item], isTruncated: Bool),
        by position: (Item) -> String,
        bytes: (Item) -> Int = { _ in 0 }
    ) -> ListPage<Item> {
        var found: [Item] = []
        var place = after
        var bytesLeft = Self.pageBytesMax
        while true {
            let next = fetch(place, max + 1)
            for item in next.items {
                bytesLeft -= bytes(item)
                if found.count == max || bytesLeft < 0 && !found.isEmpty {
                    return page(found, goesOnAfter: found.last.map(position))
                }
                found.append(item)
            }
            guard next.isTruncated, let last = next.items.last else { return page(found, goesOnAfter: nil) }
            place = position(last)
        }
    }

    /// Half of a frame: the last item may go over it.
    private static let pageBytesMax = Limits.frameBytesMax / 2
}
