package import Model

/// An access key of a user.
package struct AccessKeyRecord: IdentifiedRecord {
    package static let kind = RecordKind.key

    /// `AKIA…`.
    package let id: UniqueID
    package let userID: UniqueID
    package var createdAt: Timestamp = Timestamp(microseconds: 0)
    /// Sealed with the record's key as associated data.
    package var sealedSecret: [UInt8] = []
    /// What a secret that is shown is compared with; none where the sealed one is opened for it.
    package var secretDigest: [UInt8]?
    /// What the user's administrator wants; `works(at:)` says whether the key works.
    package var isActive: Bool = true
    /// Kept apart, because few keys are in a rotation and an account has very many keys.
    private var rotation: Rotation?

    package var keyName: String { id.description }
    package func hasKeyName(_ bytes: Span<UInt8>) -> Bool { UniqueID(utf8: bytes) == id }

    package init(id: UniqueID, userID: UniqueID) {
        self.id = id
        self.userID = userID
    }

    /// Whether the key works at a moment: past its deactivation it does not, even before the sweep has run.
    package func works(at now: Timestamp) -> Bool {
        guard isActive, let facts = rotation?.facts else { return isActive }
        if let date = facts.deactivatesAt, date <= now { return false }
        if let date = facts.deletesAt, date <= now { return false }
        return true
    }

    package init(reading reader: inout RecordReader) throws(RecordError) {
        guard reader.field() == 1 else { throw .missing(field: "id") }
        let id = try reader.id(1)
        guard reader.field() == 2 else { throw .missing(field: "userID") }
        self.init(id: id, userID: try reader.id(2))
        isActive = false
        while let field = reader.field() {
            switch field {
            case 3: createdAt = try reader.time()
            case 4: sealedSecret = try reader.data()
            case 5:
                let digest = try reader.data()
                guard !digest.isEmpty else { throw .outOfRange(field: "secretDigest") }
                secretDigest = digest
            case 6: isActive = try reader.flag()
            case 7: deactivatesAt = try reader.time()
            case 8: deletesAt = try reader.time()
            case 9: replacedBy = try reader.id(field)
            case 10: rotationTokenDigest = try reader.data()
            case 11: rotatedAt = try reader.time()
            default: throw .unknownField(field)
            }
        }
    }

    package func write(to writer: inout RecordWriter) {
        writer.id(1, id)
        writer.id(2, userID)
        writer.time(3, createdAt)
        writer.data(4, sealedSecret)
        writer.data(5, secretDigest ?? [])
        writer.flag(6, isActive)
        writer.time(7, deactivatesAt)
        writer.time(8, deletesAt)
        writer.id(9, replacedBy)
        writer.data(10, rotationTokenDigest)
        writer.time(11, rotatedAt)
    }
}

extension AccessKeyRecord {
    /// What a rotation says about a key.
    private final class Rotation: Hashable, Sendable {
        struct Facts: Hashable, Sendable {
            var deactivatesAt: Timestamp?
            var deletesAt: Timestamp?
            var replacedBy: UniqueID?
            var tokenDigest: [UInt8] = []
            var rotatedAt: Timestamp?
        }

        let facts: Facts

        init(_ facts: Facts) {
            self.facts = facts
        }

        static func == (left: Rotation, right: Rotation) -> Bool { left.facts == right.facts }
        func hash(into hasher: inout Hasher) { hasher.combine(facts) }
    }

    private var facts: Rotation.Facts {
        get { rotation?.facts ?? Rotation.Facts() }
        set { rotation = newValue == Rotation.Facts() ? nil : Rotation(newValue) }
    }

    /// When a rotation switches the key off.
    package var deactivatesAt: Timestamp? {
        get { facts.deactivatesAt }
        set { facts.deactivatesAt = newValue }
    }

    /// When a rotation deletes the key.
    package var deletesAt: Timestamp? {
        get { facts.deletesAt }
        set { facts.deletesAt = newValue }
    }

    /// The key that a rotation made in its place.
    package var replacedBy: UniqueID? {
        get { facts.replacedBy }
        set { facts.replacedBy = newValue }
    }

    /// Of the idempotency token that the rotation was asked for with; empty for none.
    package var rotationTokenDigest: [UInt8] {
        get { facts.tokenDigest }
        set { facts.tokenDigest = newValue }
    }

    /// When the rotation was asked for.
    package var rotatedAt: Timestamp? {
        get { facts.rotatedAt }
        set { facts.rotatedAt = newValue }
    }

    /// Whether the sweep has something to do with the key some day.
    package var isScheduled: Bool { deactivatesAt != nil || deletesAt != nil }
}
