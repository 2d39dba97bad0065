package import Model

/// Why bytes from a peer were not believed.
///
/// A field is named by its path from the message that was asked for, such as `items[3].resource`.
package enum WireError: Error, Hashable, Sendable {
    /// A frame's length was 0: no frame is that short.
    case emptyFrame
    /// A frame's length was above the limit; said before its body arrives.
    case frameTooLong(bytes: Int, bytesMax: Int)
    /// The bytes of a message or frame are not protobuf: cut short, or with a tag or length that cannot be.
    case malformed(String)
    /// The encoding of a field does not go with its type.
    case wrongWireType(field: String)
    /// A nested message stands twice where it may stand once; libprotobuf-c and others would differ in what that means.
    case repeatedMessage(field: String)
    /// A text is not UTF-8, or has a NUL.
    case notText(field: String)
    /// An enum has a number that is none of its values.
    case unknownValue(field: String, number: UInt32)
    /// A text is longer than may be.
    case tooLong(field: String, bytesMax: Int)
    /// A list has more entries than may be.
    case tooMany(field: String, max: Int)
    /// The message would take more memory than its length can justify.
    case tooLarge(String)

    /// The same error, said from the message around.
    func within(_ outer: String) -> WireError {
        switch self {
        case .emptyFrame, .frameTooLong, .tooLarge: self
        case .malformed(let field): .malformed(Self.path(outer, field))
        case .wrongWireType(let field): .wrongWireType(field: Self.path(outer, field))
        case .repeatedMessage(let field): .repeatedMessage(field: Self.path(outer, field))
        case .notText(let field): .notText(field: Self.path(outer, field))
        case .unknownValue(let field, let number): .unknownValue(field: Self.path(outer, field), number: number)
        case .tooLong(let field, let bytesMax): .tooLong(field: Self.path(outer, field), bytesMax: bytesMax)
        case .tooMany(let field, let max): .tooMany(field: Self.path(outer, field), max: max)
        }
    }

    private static func path(_ outer: String, _ inner: String) -> String {
        inner.isEmpty ? outer : "\(outer).\(inner)"
    }

    /// What the caller is told.
    package var refusal: Refusal {
        switch self {
        case .emptyFrame:
            .invalidInput("a frame of length 0; every frame has at least one byte")
        case .frameTooLong(let bytes, let bytesMax):
            .invalidInput("a frame of \(bytes) bytes; at most \(bytesMax) are taken")
        case .malformed(let field):
            .invalidInput("`\(field)` is not a well-formed protobuf message")
        case .wrongWireType(let field):
            .invalidInput("`\(field)` has a wire type that does not go with its type")
        case .repeatedMessage(let field):
            .invalidInput("`\(field)` stands more than once; it may stand once")
        case .notText(let field):
            .invalidInput("`\(field)` must be UTF-8 text without NUL")
        case .unknownValue(let field, let number):
            .invalidInput("`\(field)` has the number \(number), which is none of its values")
        case .tooMany(let field, let max):
            .invalidInput("`\(field)` has more entries than the \(max) that are allowed")
        case .tooLong(let field, let bytesMax):
            .invalidInput("`\(field)` is longer than the \(bytesMax) bytes that are allowed")
        case .tooLarge(let message):
            .invalidInput("`\(message)` has too many parts for its length")
        }
    }
}
