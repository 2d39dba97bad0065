internal import CWire

/// Turns the bytes of messages into values.
///
/// Keeps its memory from one message to the next: one for each event loop. Not `Sendable`.
package final class WireDecoder {
    let arena: DecodingArena

    /// A decoder that has taken the memory of a small message.
    package init() {
        arena = DecodingArena()
    }

    /// The message that the bytes are.
    package func decode<M: WireMessage>(_ type: M.Type, from bytes: [UInt8]) throws(WireError) -> M {
        try decode(type, from: bytes.span)
    }

    /// The message that the bytes are.
    package func decode<M: WireMessage>(_ type: M.Type, from bytes: Span<UInt8>) throws(WireError) -> M {
        if M.isInspected { try WireInspection.inspect(bytes, as: M.descriptor, M.wireName) }
        arena.begin(forMessageOf: bytes.count)
        defer { arena.reset() }
        guard let message = unsafe unpack(bytes, as: M.descriptor) else {
            if arena.isExhausted { throw .tooLarge(M.wireName) }
            try WireInspection.inspect(bytes, as: M.descriptor, M.wireName, isThorough: true)
            throw .malformed(M.wireName)
        }
        return try unsafe M(from: WireSource(message))
    }

    /// The message that the bytes are, which are only looked at until this returns.
    package func decode<M: WireMessage>(
        _ type: M.Type,
        from bytes: UnsafeRawBufferPointer
    ) throws(WireError) -> M {
        // SAFETY: the caller's pointer is good until this returns, and the span does not outlive the call.
        let bytes = unsafe UnsafeBufferPointer(
            start: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self),
            count: bytes.count
        )
        return try unsafe decode(type, from: Span(_unsafeElements: bytes))
    }

    private func unpack(_ bytes: Span<UInt8>, as descriptor: WireDescriptor) -> UnsafeRawPointer? {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe UnsafeRawPointer(
                protobuf_c_message_unpack(descriptor.pointer, arena.allocator, bytes.count, bytes.baseAddress)
            )
        }
    }
}

/// The message that the bytes are; where there are many to come, a `WireDecoder` is faster.
package func decode<M: WireMessage>(_ type: M.Type, from bytes: [UInt8]) throws(WireError) -> M {
    try WireDecoder().decode(type, from: bytes)
}

/// The message that the bytes are; where there are many to come, a `WireDecoder` is faster.
package func decode<M: WireMessage>(_ type: M.Type, from bytes: Span<UInt8>) throws(WireError) -> M {
    try WireDecoder().decode(type, from: bytes)
}

/// The message that the bytes are, which are only looked at until this returns.
package func decode<M: WireMessage>(_ type: M.Type, from bytes: UnsafeRawBufferPointer) throws(WireError) -> M {
    try unsafe WireDecoder().decode(type, from: bytes)
}
