/// One batch of a load, or what the caller made of it.
struct LoadedPart<Value: Sendable>: Sendable {
    let value: Value
    let count: Int
    /// The sum of the records' checksums.
    let digest: UInt64
    /// The key of the last record.
    let last: String
    /// Whether no records come after it.
    let isLast: Bool

    func with<Made: Sendable>(_ made: Made) -> LoadedPart<Made> {
        LoadedPart<Made>(value: made, count: count, digest: digest, last: last, isLast: isLast)
    }
}
