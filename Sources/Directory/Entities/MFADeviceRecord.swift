package import Model

/// A virtual MFA device.
package struct MFADeviceRecord: NamedRecord {
    package static let kind = RecordKind.mfaDevice

    package var name: String = ""
    package var path: String = ""
    package var createdAt: Timestamp = Timestamp(microseconds: 0)
    /// Sealed with the record's key as associated data.
    package var sealedSeed: [UInt8] = []
    /// The user that has it; none while it is not enabled.
    package var userID: UniqueID?
    package var enabledAt: Timestamp?
    /// The last time step that was spent (RFC 6238 §5.2); 0 for none.
    package var lastStep: UInt64 = 0
    /// Steps that the device's clock runs ahead, plus 1,000; 0 for none measured.
    package var drift: UInt32 = 0

    package init() {}

    package init(reading reader: inout RecordReader) throws(RecordError) {
        self.init()
        while let field = reader.field() {
            switch field {
            case 1: name = try reader.text(field)
            case 2: path = try reader.text(field)
            case 3: createdAt = try reader.time()
            case 4: sealedSeed = try reader.data()
            case 5: userID = try reader.id(field)
            case 6: enabledAt = try reader.time()
            case 7: lastStep = try reader.number()
            case 8: drift = try reader.number32("drift")
            default: throw .unknownField(field)
            }
        }
    }

    package func write(to writer: inout RecordWriter) {
        writer.text(1, name)
        writer.text(2, path)
        writer.time(3, createdAt)
        writer.data(4, sealedSeed)
        writer.id(5, userID)
        writer.time(6, enabledAt)
        writer.number(7, lastStep)
        writer.number(8, UInt64(drift))
    }
}
