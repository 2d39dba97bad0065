internal import CWire
internal import Glibc

/// A message as libprotobuf-c unpacked it, to be taken over field by field.
@safe
package struct WireSource {
    // SAFETY: points into the arena of the `WireDecoder` that made it, which is reset only after `init(from:)` has
    // returned; only generated mappings get one, and they keep none.
    private let pointer: UnsafeRawPointer

    init(_ pointer: UnsafeRawPointer) {
        unsafe self.pointer = pointer
    }

    /// The C struct that the message was unpacked into.
    @inline(__always)
    func message<C>(as type: C.Type) -> UnsafePointer<C> {
        unsafe pointer.assumingMemoryBound(to: type)
    }

    /// A text, if it is one.
    @inline(__always)
    func text(_ text: UnsafeMutablePointer<CChar>?, _ field: StaticString) throws(WireError) -> String {
        guard let text = unsafe text, let string = unsafe Self.string(text) else {
            throw .notText(field: field.description)
        }
        return string
    }

    /// Texts, if all of them are.
    func texts(
        _ count: Int,
        _ texts: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
        _ field: StaticString
    ) throws(WireError) -> [String] {
        guard count > 0, let texts = unsafe texts else { return [] }
        var taken: [String] = []
        taken.reserveCapacity(count)
        for index in 0..<count {
            guard let text = unsafe texts[index], let string = unsafe Self.string(text) else {
                throw .notText(field: "\(field)[\(index)]")
            }
            taken.append(string)
        }
        return taken
    }

    /// Bytes, whatever they are.
    func bytes(_ bytes: ProtobufCBinaryData) -> [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: bytes.data, count: bytes.data == nil ? 0 : bytes.len))
    }

    /// A value of an enum, if the number is one.
    func value<E: RawRepresentable<UInt32>>(_ number: UInt32, _ field: StaticString) throws(WireError) -> E {
        guard let value = E(rawValue: number) else {
            throw .unknownValue(field: field.description, number: number)
        }
        return value
    }

    /// Values of an enum.
    func values<E: RawRepresentable<UInt32>, C: RawRepresentable<UInt32>>(
        _ count: Int,
        _ values: UnsafeMutablePointer<C>?,
        _ field: StaticString
    ) throws(WireError) -> [E] {
        guard count > 0, let values = unsafe values else { return [] }
        var taken: [E] = []
        taken.reserveCapacity(count)
        for index in 0..<count {
            let number = unsafe values[index].rawValue
            guard let value = E(rawValue: number) else {
                throw .unknownValue(field: "\(field)[\(index)]", number: number)
            }
            taken.append(value)
        }
        return taken
    }

    /// A nested message, if it was sent.
    func message<M: WireMessage, C>(
        _ message: UnsafeMutablePointer<C>?,
        _ field: StaticString
    ) throws(WireError) -> M? {
        guard let message = unsafe message else { return nil }
        do throws(WireError) {
            return try unsafe M(from: WireSource(UnsafeRawPointer(message)))
        } catch {
            throw error.within(field.description)
        }
    }

    /// Nested messages.
    func list<M: WireMessage, C>(
        _ count: Int,
        _ messages: UnsafeMutablePointer<UnsafeMutablePointer<C>?>?,
        _ field: StaticString
    ) throws(WireError) -> [M] {
        guard count > 0, let messages = unsafe messages else { return [] }
        var taken: [M] = []
        taken.reserveCapacity(count)
        for index in 0..<count {
            guard let message = unsafe messages[index] else { throw .malformed("\(field)[\(index)]") }
            do throws(WireError) {
                taken.append(try unsafe M(from: WireSource(UnsafeRawPointer(message))))
            } catch {
                throw error.within("\(field)[\(index)]")
            }
        }
        return taken
    }

    /// The text at an address that libprotobuf-c put into a text field; `nil` where it has a NUL or is not UTF-8.
    ///
    /// SAFETY: the address is libprotobuf-c's shared empty text, or a piece of a `DecodingArena` with its size before it.
    @inline(__always)
    private static func string(_ text: UnsafeMutablePointer<CChar>) -> String? {
        // Only the shared empty text has no size before it, and it begins with NUL.
        if unsafe text.pointee == 0, UInt(bitPattern: text) == emptyText { return "" }
        let length = unsafe UnsafeRawPointer(text).load(fromByteOffset: -DecodingArena.header, as: Int.self) - 1
        return unsafe Wire.text(UnsafeRawBufferPointer(start: text, count: length))
    }

    /// The address of libprotobuf-c's `protobuf_c_empty_string`, which stands in every text field that was not sent.
    private static let emptyText: UInt = {
        var tag = unsafe Postern__V1__Tag()
        unsafe postern__v1__tag__init(&tag)
        return unsafe UInt(bitPattern: tag.key)
    }()
}

/// The text that bytes are; `nil` where they are not UTF-8 or have a NUL.
@inline(__always)
func text(_ bytes: UnsafeRawBufferPointer) -> String? {
    guard let start = bytes.baseAddress, unsafe !bytes.isEmpty else { return "" }
    guard unsafe memchr(start, 0, bytes.count) == nil else { return nil }
    // `String(validating:as:)` is generic and, not being specialised, took four times as long.
    let span = unsafe Span<UInt8>(_unsafeBytes: bytes)
    guard let utf8 = try? UTF8Span(validating: span) else { return nil }
    return String(copying: utf8)
}
