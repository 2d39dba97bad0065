/// What a commit must look like, in every store, before its preconditions are judged.
enum CommitRules {
    /// Checks a commit's form and its bounds.
    ///
    /// - Returns: The commit's size in bytes.
    static func check(_ changes: [Change], _ preconditions: [Precondition]) throws(StoreError) -> Int {
        guard !changes.isEmpty else { throw .invalid(reason: "a commit must have at least one change") }
        try bound("a commit's changes", changes.count, StoreLimits.changesPerCommitMax)
        try bound("a commit's preconditions", preconditions.count, StoreLimits.preconditionsPerCommitMax)
        var keys: Set<String> = []
        var bytes = 0
        for change in changes {
            try check(key: change.key)
            if case .put(let key, let value) = change {
                try bound("the value of `\(key)` in bytes", value.count, StoreLimits.valueBytesMax)
            }
            // Which of the two wins would be a matter of taste; etcd refuses such a transaction too.
            guard keys.insert(change.key).inserted else {
                throw .invalid(reason: "a commit must name a key once, `\(change.key)` is there twice")
            }
            bytes += change.bytes
        }
        for precondition in preconditions {
            if let key = precondition.key { try check(key: key) }
        }
        try bound("a commit's bytes", bytes, StoreLimits.commitBytesMax)
        return bytes
    }

    private static func check(key: String) throws(StoreError) {
        guard !key.isEmpty else { throw .invalid(reason: "a key must not be empty") }
        try bound("a key's bytes", key.utf8.count, StoreLimits.keyBytesMax)
        // INVARIANT: keys are ASCII; `String` equality and order are those of the bytes, and one key has one spelling.
        guard key.utf8.allSatisfy({ (1...127).contains($0) }) else {
            throw .invalid(reason: "a key must be ASCII without NUL, `\(key.filter(\.isASCII))` has other characters")
        }
    }

    private static func bound(_ what: @autoclosure () -> String, _ count: Int, _ max: Int) throws(StoreError) {
        guard count <= max else { throw .tooLarge(what: what(), count: count, max: max) }
    }
}
