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
        try await loadBatches { batch throws(StoreError) in
            for index in 0..<batch.count {
                let key = String(decoding: batch.key(at: index), as: UTF8.self)
                try body(key, Array(batch.value(at: index)), batch.revision(at: index))
            }
        }
    }

    package func loadBatches(
        _ body: (RecordBatch) throws(StoreError) -> Void
    ) async throws(StoreError) -> Revision {
        // Commits are held back, so that all batches show one revision.
        pauseCommits()
        defer { resumeCommits() }
        let header = try await perform { db in try StoreHeader(readFrom: db) }
        var seen = StoreHeader(head: header.head, records: 0, digest: 0)
        var part = try await part(after: "", in: header).get()
        while true {
            seen.records += Int64(part.batch.count)
            seen.digest &+= part.digest
            guard !part.isLast else { break }
            let last = part.last
            // The next part is read while the caller takes this one.
            async let next = self.part(after: last, in: header)
            try body(part.batch)
            part = try await next.get()
        }
        try body(part.batch)
        guard seen == header else {
            throw .corrupt(key: nil, reason: "\(header.records) records were written, not the \(seen.records) it holds")
        }
        return header.head
    }

    private func part(after key: String, in header: StoreHeader) async -> Result<LoadedPart, StoreError> {
        do throws(StoreError) {
            return .success(
                try await perform { db in try RecordTable(db: db).part(after: key, upTo: header.head) }
            )
        } catch {
            return .failure(error)
        }
    }
}
