import Model

/// A commit that waits for its turn.
struct CommitRequest: Sendable {
    let changes: [Change]
    let preconditions: [Precondition]
    let bytes: Int
    let continuation: CheckedContinuation<Result<Revision, StoreError>, Never>
}
