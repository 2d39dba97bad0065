/// The bounds on one commit, and on what the room holds in memory for others.
///
/// How many commits may wait is `Limits.writeQueueMax` in Model.
package enum StoreLimits {
    package static let keyBytesMax = 4_096
    /// Below etcd's default of 1.5 MiB for one request.
    package static let valueBytesMax = 1 * 1_024 * 1_024
    package static let changesPerCommitMax = 16_384
    package static let preconditionsPerCommitMax = 16_384
    package static let commitBytesMax = 8 * 1_024 * 1_024
    /// The bytes of all commits that wait; a commit that finds fewer waiting is let in.
    package static let queuedBytesMax = 64 * 1_024 * 1_024

    package static let watchersMax = 16
    /// A watcher that falls behind by more commits than this is cut off.
    package static let watchBufferMax = 1_024
    /// Recent commits that a new watcher may still ask for.
    package static let historyCommitsMax = 256
    package static let historyBytesMax = 4 * 1_024 * 1_024

    /// Records that are read ahead at a time while the store is loaded.
    static let loadBatchMax = 2_048
    /// A batch that has reached this many bytes takes no more records; few, so that they are still in the processor's
    /// cache when they are looked at.
    static let loadBatchBytes = 256 * 1_024
}
