/// One batch of a load.
struct LoadedPart: Sendable {
    let batch: RecordBatch
    /// The sum of the records' checksums.
    let digest: UInt64
    /// The key of the last record.
    let last: String
    /// Whether no records come after it.
    let isLast: Bool
}
