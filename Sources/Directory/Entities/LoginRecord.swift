package import Model

/// That a user can sign in with a password.
package struct LoginRecord: IdentifiedRecord {
    package static let kind = RecordKind.login

    package let userID: UniqueID
    /// Argon2id, as a PHC string.
    package var passwordHash: String = ""
    package var createdAt: Timestamp = Timestamp(microseconds: 0)
    /// Whether the next sign-in must change the password.
    package var resetRequired: Bool = false
    /// Goes up with each new password; sessions of an earlier one are refused.
    package var generation: UInt32 = 0

    /// A user has one login at most.
    package var id: UniqueID { userID }
    package var keyName: String { userID.description }
    package func hasKeyName(_ bytes: Span<UInt8>) -> Bool { UniqueID(utf8: bytes) == userID }

    package init(userID: UniqueID) {
        self.userID = userID
    }

    package init(reading reader: inout RecordReader) throws(RecordError) {
        guard reader.field() == 1 else { throw .missing(field: "userID") }
        self.init(userID: try reader.id(1))
        while let field = reader.field() {
            switch field {
            case 2: passwordHash = try reader.text(field)
            case 3: createdAt = try reader.time()
            case 4: resetRequired = try reader.flag()
            case 5: generation = try reader.number32("generation")
            default: throw .unknownField(field)
            }
        }
    }

    package func write(to writer: inout RecordWriter) {
        writer.id(1, userID)
        writer.text(2, passwordHash)
        writer.time(3, createdAt)
        writer.flag(4, resetRequired)
        writer.number(5, UInt64(generation))
    }
}
