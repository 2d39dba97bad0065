package import Model

/// Failures to sign in, counted against one subject.
package struct ThrottleRecord: StoredRecord {
    package static let kind = RecordKind.throttle

    /// A user's id and a peer's uid, such as `user/AIDA…/1000`.
    package var subject: String = ""
    /// In a row.
    package var failures: UInt32 = 0
    package var lastFailure: Timestamp = Timestamp(microseconds: 0)
    package var blockedUntil: Timestamp = Timestamp(microseconds: 0)

    package var keyName: String { subject }

    package init() {}

    package init(reading reader: inout RecordReader) throws(RecordError) {
        self.init()
        while let field = reader.field() {
            switch field {
            case 1: subject = try reader.text(field)
            case 2: failures = try reader.number32("failures")
            case 3: lastFailure = try reader.time()
            case 4: blockedUntil = try reader.time()
            default: throw .unknownField(field)
            }
        }
    }

    package func write(to writer: inout RecordWriter) {
        writer.text(1, subject)
        writer.number(2, UInt64(failures))
        writer.time(3, lastFailure)
        writer.time(4, blockedUntil)
    }
}
