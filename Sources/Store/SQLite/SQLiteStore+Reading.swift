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
        // Commits are held back, so that all chunks show one revision.
        pauseCommits()
        defer { resumeCommits() }
        let header = try await perform { db in try StoreHeader(readFrom: db) }
        var seen = StoreHeader(head: header.head, records: 0, digest: 0)
        var last = ""
        while true {
            let after = last
            let rows = try await perform { db in try RecordTable(db: db).chunk(after: after) }
            for row in rows {
                guard row.record.revision <= header.head else {
                    throw .corrupt(key: row.record.key, reason: "it is newer than the store's head")
                }
                seen.replace(nil, with: row.checksum)
                try body(row.record.key, row.record.value, row.record.revision)
            }
            guard let end = rows.last, rows.count == StoreLimits.loadChunkMax else { break }
            last = end.record.key
        }
        guard seen == header else {
            throw .corrupt(key: nil, reason: "\(header.records) records were written, not the \(seen.records) it holds")
        }
        return header.head
    }
}
