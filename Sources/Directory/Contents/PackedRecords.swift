import Model
import Store

/// Records of one kind as the store has them: their bytes, in the order of their keys.
///
/// As bytes they take a third of what they take as values, and nobody asks for most of them. So a record that was there
/// at the start is made anew of its bytes whenever it is looked up; that they make one was seen when they were read.
final class PackedRecords<Record: StoredRecord>: Sendable {
    /// Where a record's name is, which its value follows.
    fileprivate struct Place: Sendable {
        let run: UInt32
        let start: UInt32
        let nameCount: UInt32
        let valueCount: UInt32
    }

    /// The bytes of the batches that the records were read in.
    fileprivate let runs: [[UInt8]]
    fileprivate let places: [Place]

    fileprivate init(runs: [[UInt8]], places: [Place]) {
        self.runs = runs
        self.places = places
    }

    var count: Int { places.count }

    /// A record's key without its kind's prefix.
    func name(at position: Int) -> ArraySlice<UInt8> {
        let place = places[position]
        let start = Int(place.start)
        return runs[Int(place.run)][start..<start + Int(place.nameCount)]
    }

    private func value(at position: Int) -> ArraySlice<UInt8> {
        let place = places[position]
        let start = Int(place.start) + Int(place.nameCount)
        return runs[Int(place.run)][start..<start + Int(place.valueCount)]
    }

    /// The record as its entry; `nil` if it could not be made, as if it were not there.
    func entry(at position: Int) -> Entry<Record>? {
        var reader = RecordReader(value(at: position))
        guard let record = try? Record(reading: &reader) else { return nil }
        return Entry(record, at: position, of: self)
    }
}

extension PackedRecords where Record: IdentifiedRecord {
    /// A record's id; every record that has one begins with it.
    func id(at position: Int) -> UniqueID? {
        let place = places[position]
        // After the field's number.
        let start = Int(place.start) + Int(place.nameCount) + 1
        let run = runs[Int(place.run)]
        // SAFETY: bytes have no padding. The loads check that they are within the run, and every bit pattern is a UInt64.
        let bytes = unsafe run.span.bytes
        let high = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
        let low = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: start + 8, as: UInt64.self)
        return UniqueID(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
    }
}

extension PackedRecords {
    /// Takes records in while the account is read.
    struct Builder {
        private var runs: [[UInt8]] = []
        private var places: [Place] = []
        /// The batch whose bytes are the last run.
        private var lastBatch = 0

        /// Adds a record by where it lies in the batch that it was read in.
        ///
        /// - Parameters:
        ///   - name: The key without its kind's prefix; the record's value follows.
        ///   - value: The record's value.
        ///   - batch: What both are parts of.
        ///   - number: Tells the batch from those before it; from 1.
        mutating func append(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>, in batch: RecordBatch, number: Int) {
            if number != lastBatch {
                runs.append(batch.bytes)
                lastBatch = number
            }
            // No batch has 4 GiB.
            places.append(
                Place(
                    run: UInt32(truncatingIfNeeded: runs.count - 1),
                    start: UInt32(truncatingIfNeeded: name.startIndex),
                    nameCount: UInt32(truncatingIfNeeded: name.count),
                    valueCount: UInt32(truncatingIfNeeded: value.count)
                )
            )
        }

        /// The records, of which there come no more.
        consuming func finish() -> PackedRecords {
            PackedRecords(runs: runs, places: places)
        }
    }
}
