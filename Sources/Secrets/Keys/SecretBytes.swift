internal import CSodium

/// A secret in locked memory between guard pages, wiped when it goes out of scope.
///
/// The memory is not swapped out where the system's limit on locked memory (`RLIMIT_MEMLOCK`) allows it. Making one
/// costs several system calls: meant for keys that live long, not for each request.
@safe package struct SecretBytes: ~Copyable, Sendable {
    // SAFETY: comes from sodium_malloc, has this one owner, is written only before `init` returns, and is never
    // handed out beyond a closure, so that reading it from several threads is sound.
    private nonisolated(unsafe) let storage: UnsafeMutableRawPointer
    package let count: Int

    /// A secret of `count` zero bytes.
    package init(count: Int) throws(SecretsError) {
        try self.init(count: count) { _ in }
    }

    package init(copying bytes: [UInt8]) throws(SecretsError) {
        try self.init(count: bytes.count) { span in
            for index in bytes.indices { span[index] = bytes[index] }
        }
    }

    /// A secret whose bytes, zero before, are written by `fill`: the only time that they can be.
    init(count: Int, fill: (inout MutableSpan<UInt8>) throws(SecretsError) -> Void) throws(SecretsError) {
        try Sodium.ready()
        // SAFETY: sodium_malloc gives nil or `count` bytes that nobody else knows of; `fill` has them alone.
        guard count >= 0, let storage = unsafe sodium_malloc(count) else { throw .memoryUnavailable }
        unsafe sodium_memzero(storage, count)
        let buffer = unsafe UnsafeMutableBufferPointer(
            start: storage.bindMemory(to: UInt8.self, capacity: count),
            count: count
        )
        var span = unsafe buffer.mutableSpan
        do {
            try fill(&span)
        } catch {
            // SAFETY: there is no `self` yet whose deinit would free it.
            unsafe sodium_free(storage)
            throw error
        }
        unsafe self.storage = storage
        self.count = count
    }

    deinit {
        // SAFETY: the one owner goes away; sodium_free checks the guard, wipes and unmaps.
        unsafe sodium_free(storage)
    }

    /// Fresh random bytes from the system's generator.
    package static func random(count: Int) throws(SecretsError) -> SecretBytes {
        try SecretBytes(count: count) { span in
            unsafe span.withUnsafeMutableBytes { buffer in
                guard let start = buffer.baseAddress else { return }
                // SAFETY: `start` and `count` describe the secret's own memory.
                unsafe randombytes_buf(start, buffer.count)
            }
        }
    }

    /// Lends the bytes to `body`; a span cannot outlive the call.
    package func withBytes<Value: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        // SAFETY: the memory holds `count` initialised bytes for as long as `self`, which outlives this call.
        let buffer = unsafe UnsafeBufferPointer(start: storage.assumingMemoryBound(to: UInt8.self), count: count)
        let span = unsafe buffer.span
        return try body(span)
    }

    /// Lends the address of the first byte to a C function, which must not keep it.
    func withPointer<Value>(_ body: (UnsafePointer<UInt8>) -> Value) -> Value {
        // SAFETY: the memory holds `count` initialised bytes for as long as `self`, which outlives this call.
        unsafe body(UnsafePointer(storage.assumingMemoryBound(to: UInt8.self)))
    }

    /// Whether every byte is zero, in the same time for all contents.
    package var isZero: Bool {
        unsafe withPointer { start in
            // SAFETY: `start` holds `count` bytes.
            unsafe sodium_is_zero(start, count) == 1
        }
    }

    /// Compares without telling by its time where two secrets of one length differ.
    package static func constantTimeEquals(_ left: borrowing SecretBytes, _ right: borrowing SecretBytes) -> Bool {
        guard left.count == right.count else { return false }
        // SAFETY: both hold `left.count` initialised bytes while they are borrowed.
        return unsafe sodium_memcmp(left.storage, right.storage, left.count) == 0
    }
}
