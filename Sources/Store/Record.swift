package import Model

/// One value that the store keeps under a key.
package struct Record: Hashable, Sendable {
    package let key: String
    package let value: [UInt8]
    /// The commit that last changed it.
    package let revision: Revision

    package init(key: String, value: [UInt8], revision: Revision) {
        self.key = key
        self.value = value
        self.revision = revision
    }
}
