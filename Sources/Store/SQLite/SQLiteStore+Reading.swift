package import Model

extension SQLiteStore {
    package func get(_ key: String) async throws(StoreError) -> Record? {
        try await perform { db in try RecordTable(db: db).find(key)?.record }
    }

    package func scan(prefix: String) async throws(StoreError) -> [Record] {
        try await perform { db in try RecordTable(db: db).scan(prefix: prefix) }
    }

    package func load(
        _ body: (_ key: String, _ value: [UInt8], _ revision: Revision) throws(StoreError) -> Void
    ) async throws(StoreError) -> Revision {
        try await load(decoding: { $0 }) { batch throws(StoreError) in
            for index in 0..<batch.count {
                let key = String(decoding: batch.key(at: index), as: UTF8.self)
                try body(key, Array(batch.value(at: index)), batch.revision(at: index))
            }
        }
    }

    package func load<Value: Sendable>(
        decoding decode: @escaping @Sendable (RecordBatch) throws(StoreError) -> Value,
        _ body: (Value) throws(StoreError) -> Void
    ) async throws(StoreError) -> Revision {
        // Commits are held back, so that all batches show one revision.
        pauseCommits()
        defer { resumeCommits() }
        let header = try await perform { db in try StoreHeader(readFrom: db) }
        var seen = StoreHeader(head: header.head, records: 0, digest: 0)
        var part = try await part(after: "", in: header, decode).get()
        while true {
            seen.records += Int64(part.count)
            seen.digest &+= part.digest
            guard !part.isLast else { break }
            let last = part.last
            // The next part is read while the caller takes this one.
            async let next = self.part(after: last, in: header, decode)
            try body(part.value)
            part = try await next.get()
        }
        try body(part.value)
        guard seen == header else {
            throw .corrupt(key: nil, reason: "\(header.records) records were written, not the \(seen.records) it holds")
        }
        return header.head
    }

    private func part<Value: Sendable>(
        after key: String,
        in header: StoreHeader,
        _ decode: @escaping @Sendable (RecordBatch) throws(StoreError) -> Value
    ) async -> Result<LoadedPart<Value>, StoreError> {
        do throws(StoreError) {
            return .success(
                try await perform { db in
                    let part = try RecordTable(db: db).part(after: key, upTo: header.head)
                    return part.with(try decode(part.value))
                }
            )
        } catch {
            return .failure(error)
        }
    }
}
