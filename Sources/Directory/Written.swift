package import Model

/// What a write came to.
package struct Written<Value: Sendable>: Sendable {
    package let value: Value
    /// From here on, the write is durable and visible.
    package let revision: Revision
    /// The account right after the write.
    package let snapshot: Snapshot
}
