package import Model

/// One session that was ended before its time.
package struct RevocationRecord: StoredRecord {
    package static let kind = RecordKind.revocation

    package var sessionID: String = ""
    /// When the session would have ended by itself; the record stays for a while longer.
    package var expiration: Timestamp = Timestamp(microseconds: 0)

    package var keyName: String { sessionID }

    package init() {}

    package init(reading reader: inout RecordReader) throws(RecordError) {
        self.init()
        while let field = reader.field() {
            switch field {
            case 1: sessionID = try reader.text(field)
            case 2: expiration = try reader.time()
            default: throw .unknownField(field)
            }
        }
    }

    package func write(to writer: inout RecordWriter) {
        writer.text(1, sessionID)
        writer.time(2, expiration)
    }
}
