package import Model

/// A value of Model that has a protobuf message.
///
/// The conformances are generated: Sources/Wire/Generated.
package protocol WireMessage: Sendable {
    /// The message's name, such as `CreateUserRequest`.
    static var wireName: String { get }

    /// Whether libprotobuf-c is too lenient with some field of this message, so that its bytes are inspected first.
    static var isInspected: Bool { get }

    /// The description that protoc-c wrote.
    static var descriptor: WireDescriptor { get }

    /// Takes over what libprotobuf-c unpacked, and believes no text and no enum unchecked.
    init(from source: WireSource) throws(WireError)

    /// Makes the C struct of the value, and tells its address.
    func fill(_ arena: borrowing EncodingArena) -> UnsafeMutableRawPointer
}

/// The request of an RPC that can cross the wire, with an answer that can.
package protocol WireCall: Call, WireMessage where Response: WireMessage {}
