import Store
import Synchronization

/// Makes records of their bytes, on the thread that reads them.
final class RecordDecoder: Sendable {
    fileprivate struct State {
        let pool = RecordPool()
        /// The kind of the last record: records of a kind come one after another.
        var kind = RecordKind.account
        var prefix = Array(RecordKind.account.prefix.utf8)
    }

    private let state = Mutex(State())

    func decode(_ batch: RecordBatch) throws(StoreError) -> [DecodedRecord] {
        try state.withLock { state throws(StoreError) -> [DecodedRecord] in
            var records: [DecodedRecord] = []
            records.reserveCapacity(batch.count)
            for index in 0..<batch.count {
                records.append(try state.decode(batch.key(at: index), batch.value(at: index)))
            }
            return records
        }
    }
}

extension RecordDecoder.State {
    fileprivate mutating func decode(
        _ key: ArraySlice<UInt8>,
        _ value: ArraySlice<UInt8>
    ) throws(StoreError) -> DecodedRecord {
        if !key.starts(with: prefix) {
            guard let found = RecordKind(key: Self.text(key)) else {
                throw .corrupt(key: Self.text(key), reason: "its kind is not known")
            }
            kind = found
            prefix = Array(found.prefix.utf8)
        }
        switch kind {
        case .account: return .account(try entry(key, value))
        case .group: return .group(try entry(key, value))
        case .key: return .key(try entry(key, value))
        case .lastUsed: return .lastUsed(try entry(key, value))
        case .login: return .login(try entry(key, value))
        case .mfaDevice: return .mfaDevice(try entry(key, value))
        case .policy: return .policy(try entry(key, value))
        case .revocation: return .revocation(try entry(key, value))
        case .role: return .role(try entry(key, value))
        case .throttle: return .throttle(try entry(key, value))
        case .user: return .user(try entry(key, value))
        }
    }

    private func entry<Record: StoredRecord>(
        _ key: ArraySlice<UInt8>,
        _ value: ArraySlice<UInt8>
    ) throws(StoreError) -> Entry<Record> {
        let record: Record
        do throws(RecordError) {
            var reader = RecordReader(value, pool: pool)
            record = try Record(reading: &reader)
        } catch {
            throw .corrupt(key: Self.text(key), reason: "\(error)")
        }
        let keyName = key.dropFirst(prefix.count)
        // INVARIANT: a record is under its own key, so that one name never shows another's record.
        guard record.hasKeyName(keyName.span) else {
            throw .corrupt(key: Self.text(key), reason: "it is the record of `\(record.key)`")
        }
        return Entry(record)
    }

    private static func text(_ key: ArraySlice<UInt8>) -> String { String(decoding: key, as: UTF8.self) }
}
