/// Some items of a list, and whether there are more after them.
package struct Page<Item: Sendable>: Sendable {
    package let items: [Item]
    package let isTruncated: Bool

    package init(items: [Item], isTruncated: Bool) {
        self.items = items
        self.isTruncated = isTruncated
    }
}

extension Page: Equatable where Item: Equatable {}
