/// Why the bytes of a record do not make the record.
package enum RecordError: Error, Hashable, Sendable {
    /// The bytes end within a field.
    case truncated
    /// A number of more than 64 bits.
    case numberTooLarge
    /// A text that is not UTF-8.
    case notUTF8(field: UInt8)
    /// Sixteen bytes that no unique id makes.
    case notAnID(field: UInt8)
    /// A field that this version does not know; it may have been written by a newer one.
    case unknownField(UInt8)
    /// A field that must be there is not.
    case missing(field: String)
    /// A value outside its range.
    case outOfRange(field: String)
}

extension RecordError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .truncated: "it ends within a field"
        case .numberTooLarge: "a number has more than 64 bits"
        case .notUTF8(let field): "field \(field) is not UTF-8"
        case .notAnID(let field): "field \(field) is not a unique id"
        case .unknownField(let field):
            "field \(field) is not known to this version; it may be of a newer one"
        case .missing(let field): "field `\(field)` is missing"
        case .outOfRange(let field): "field `\(field)` is out of range"
        }
    }
}
