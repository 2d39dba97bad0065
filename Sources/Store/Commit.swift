package import Model

/// Changes that landed together.
package struct Commit: Hashable, Sendable {
    package let revision: Revision
    package let changes: [Change]

    package init(revision: Revision, changes: [Change]) {
        self.revision = revision
        self.changes = changes
    }
}
