/// A cache of at most twice `max` values: when the young generation is full it becomes the old one, and what was old
/// and not used since is dropped.
///
/// Costs one look-up on a hit, and needs no list of what was used last.
struct GenerationCache<Key: Hashable, Value> {
    /// What one generation holds.
    let max: Int
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]

    init(max: Int) {
        self.max = max
    }

    var count: Int { young.count + old.count }

    /// The value of a key; using it keeps it from being dropped with the old generation.
    mutating func value(of key: Key) -> Value? {
        if let value = young[key] { return value }
        guard let value = old.removeValue(forKey: key) else { return nil }
        insert(value, for: key)
        return value
    }

    mutating func insert(_ value: Value, for key: Key) {
        if young.count >= max, young[key] == nil {
            old = young
            young = [:]
        } else {
            old[key] = nil
        }
        young[key] = value
    }
}
