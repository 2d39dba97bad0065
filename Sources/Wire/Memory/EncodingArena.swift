internal import CWire
internal import Glibc

/// The C structs of a message while it is being packed.
@safe
package struct EncodingArena: ~Copyable {
    private static let firstBlock = 2 * 1024

    private let memory: BumpMemory

    /// An arena that a small message needs nothing more for.
    init() {
        memory = BumpMemory(first: Self.firstBlock)
    }

    /// Takes back everything.
    func reset() {
        memory.reset()
    }

    /// A C struct, made by the initialiser that protoc-c wrote for it.
    func make<C>(_ initialise: (UnsafeMutablePointer<C>?) -> Void) -> UnsafeMutablePointer<C> {
        let made = unsafe room(for: C.self, count: 1)
        unsafe initialise(made)
        return unsafe made
    }

    /// A text as C has it; no address for an empty one, which is not sent.
    func text(_ text: String) -> UnsafeMutablePointer<CChar>? {
        unsafe text.isEmpty ? nil : copy(text)
    }

    /// A text with a NUL at its end.
    ///
    /// INVARIANT: a text with a NUL inside never arrives cut short. C cannot say it, so the NUL goes out as a byte that
    /// is in no UTF-8: whoever decodes the message refuses it.
    private func copy(_ text: String) -> UnsafeMutablePointer<CChar> {
        var text = text
        return text.withUTF8 { utf8 in
            let copy = unsafe room(for: CChar.self, count: utf8.count + 1)
            unsafe copy[utf8.count] = 0
            guard let start = utf8.baseAddress, !utf8.isEmpty else { return unsafe copy }
            unsafe memcpy(copy, start, utf8.count)
            if unsafe memchr(start, 0, utf8.count) != nil {
                for index in 0..<utf8.count where unsafe copy[index] == 0 {
                    unsafe copy[index] = CChar(bitPattern: 0xff)
                }
            }
            return unsafe copy
        }
    }

    /// Bytes, as C has them.
    func bytes(_ bytes: [UInt8]) -> ProtobufCBinaryData {
        guard !bytes.isEmpty else { return unsafe ProtobufCBinaryData(len: 0, data: nil) }
        let copy = unsafe room(for: UInt8.self, count: bytes.count)
        unsafe copy.initialize(from: bytes, count: bytes.count)
        return unsafe ProtobufCBinaryData(len: bytes.count, data: copy)
    }

    /// A nested message, if there is one.
    ///
    /// SAFETY: the generated mapping asks for the C struct that the message's own `fill` made.
    func message<C>(_ message: (some WireMessage)?) -> UnsafeMutablePointer<C>? {
        guard let message else { return nil }
        return unsafe message.fill(self).assumingMemoryBound(to: C.self)
    }

    /// Nested messages, as C has them: how many, and where their addresses stand.
    func list<C>(_ messages: [some WireMessage]) -> (Int, UnsafeMutablePointer<UnsafeMutablePointer<C>?>?) {
        guard !messages.isEmpty else { return (0, nil) }
        let list = unsafe room(for: UnsafeMutablePointer<C>?.self, count: messages.count)
        for (index, message) in messages.enumerated() {
            unsafe (list + index).initialize(to: message.fill(self).assumingMemoryBound(to: C.self))
        }
        return unsafe (messages.count, list)
    }

    /// Texts, as C has them.
    func list(_ texts: [String]) -> (Int, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) {
        guard !texts.isEmpty else { return (0, nil) }
        let list = unsafe room(for: UnsafeMutablePointer<CChar>?.self, count: texts.count)
        for (index, text) in texts.enumerated() {
            unsafe (list + index).initialize(to: copy(text))
        }
        return unsafe (texts.count, list)
    }

    /// Values of an enum, as C has them.
    func list<C: RawRepresentable<UInt32>>(
        _ values: [some RawRepresentable<UInt32>]
    ) -> (Int, UnsafeMutablePointer<C>?) {
        guard !values.isEmpty else { return (0, nil) }
        let list = unsafe room(for: C.self, count: values.count)
        var count = 0
        for value in values {
            guard let value = C(rawValue: value.rawValue) else { continue }
            unsafe (list + count).initialize(to: value)
            count += 1
        }
        return unsafe (count, list)
    }

    private func room<T>(for type: T.Type, count: Int) -> UnsafeMutablePointer<T> {
        // The bound of this memory is `Int.max`: what is encoded is our own.
        guard let piece = unsafe memory.allocate(MemoryLayout<T>.stride * count) else { abort() }
        return unsafe piece.bindMemory(to: T.self, capacity: count)
    }
}
