internal import Directory

/// One page of a list, and how to go on.
struct ListPage<Item> {
    let items: [Item]
    /// Empty on the last page.
    let marker: String

    var isTruncated: Bool { !marker.isEmpty }
}

extension Page {
    var pair: (items: [Item], isTruncated: Bool) { (items, isTruncated) }
}
