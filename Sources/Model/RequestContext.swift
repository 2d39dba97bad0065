/// What is known about a request besides principal, action and resource: condition keys with their values.
///
/// Keys ignore ASCII case. Values are texts, as on AWS's wire: a policy's operator says whether one is read as
/// a number, a date, an address or a truth value.
///
/// In two layers, so that requests which have most of their context in common need not copy it.
public struct RequestContext: Sendable {
    /// One condition key and its values.
    public struct Entry: Hashable, Sendable {
        /// What the values are of.
        public let key: ConditionKey
        /// Empty only for a multivalued key that is present with no values.
        public let values: [String]

        /// An entry of a key that was read already.
        public init(key: ConditionKey, values: [String]) {
            self.key = key
            self.values = values
        }

        /// - Parameters:
        ///   - key: In any case.
        ///   - values: As they are to be compared.
        public init(key: String, values: [String]) {
            self.init(key: ConditionKey(key), values: values)
        }
    }

    /// The context's own entries, in no promised order; each key at most once.
    public private(set) var entries: [Entry]
    /// Entries that it may have in common with other contexts; one counts where `entries` does not have its key.
    public private(set) var shared: [Entry]

    /// A context that knows nothing.
    public init() {
        self.init([], over: [])
    }

    /// - Parameter entries: Keys with their values; a later entry for the same key replaces an earlier one.
    public init(_ entries: [(key: String, values: [String])]) {
        self.init()
        self.entries.reserveCapacity(entries.count)
        for entry in entries { self[entry.key] = entry.values }
    }

    /// Lays entries over others, and copies nothing.
    ///
    /// - Parameters:
    ///   - entries: Each key at most once, which is not looked into again.
    ///   - shared: Each key at most once; what `entries` has too does not count.
    public init(_ entries: [Entry], over shared: [Entry]) {
        self.entries = entries
        self.shared = shared
    }

    /// The values of a key; `nil` where the key is not in the context.
    public subscript(key: ConditionKey) -> [String]? {
        @inlinable get {
            for index in entries.indices where entries[index].key == key { return entries[index].values }
            for index in shared.indices where shared[index].key == key { return shared[index].values }
            return nil
        }
        set {
            entries.removeAll { $0.key == key }
            if let newValue {
                entries.append(Entry(key: key, values: newValue))
            } else {
                shared.removeAll { $0.key == key }
            }
        }
    }

    /// The values of a key, whichever case it is asked in; `nil` where the key is not in the context.
    public subscript(key: String) -> [String]? {
        get { self[ConditionKey(key)] }
        set { self[ConditionKey(key)] = newValue }
    }
}
