internal import CWire
package import Model

/// Turns values into the bytes of messages.
///
/// Keeps its memory from one message to the next: one for each event loop. Not `Sendable`.
package final class WireEncoder {
    private let arena = EncodingArena()

    /// An encoder that has taken the memory of a small message.
    package init() {}

    /// The bytes of a message.
    ///
    /// A text with a NUL goes out so that no decoder takes it, because C cannot say it.
    package func encode(_ message: some WireMessage) -> [UInt8] {
        defer { arena.reset() }
        return arena.pack(message)
    }

    /// The bytes of the answers to a batch: the same, but alike answers that follow one another are encoded once.
    package func encode(_ response: BatchAuthorizeResponse) -> [UInt8] {
        defer { arena.reset() }
        var encoding = BatchEncoding()
        return encoding.encode(response, arena)
    }
}

extension EncodingArena {
    /// The bytes of a message whose C structs are made here.
    func pack(_ message: some WireMessage) -> [UInt8] {
        // SAFETY: every generated struct begins with a `ProtobufCMessage`, and lives until the arena is reset.
        let filled = unsafe UnsafePointer(message.fill(self).assumingMemoryBound(to: ProtobufCMessage.self))
        let size = unsafe protobuf_c_message_get_packed_size(filled)
        // Without room, Swift would write a count of 0 into its one empty array, which all threads share.
        guard size > 0 else { return [] }
        return unsafe [UInt8](unsafeUninitializedCapacity: size) { room, count in
            // SAFETY: packing writes exactly the packed size.
            if let start = room.baseAddress { count = unsafe protobuf_c_message_pack(filled, start) }
        }
    }
}

/// The bytes of a message, as `WireEncoder` writes them; where there are many to come, that is faster.
package func encode(_ message: some WireMessage) -> [UInt8] {
    WireEncoder().encode(message)
}

/// The bytes of the answers to a batch, as `WireEncoder` writes them.
package func encode(_ response: BatchAuthorizeResponse) -> [UInt8] {
    WireEncoder().encode(response)
}
