internal import CWire

/// Where libprotobuf-c puts a message that it unpacks.
///
/// Remembers the size of every piece, because the C structs do not say how long a text was: `"alice\0root"` arrives as
/// a pointer to `alice`, but memory was asked for 11 bytes.
@safe
package struct DecodingArena: ~Copyable {
    /// The size of a piece stands right before it.
    static let header = 8
    private static let firstBlock = 16 * 1024

    private let memory: BumpMemory
    // SAFETY: made by `init`, freed by `deinit`; its data is `memory`'s state, which lives as long.
    let allocator: UnsafeMutablePointer<ProtobufCAllocator>

    /// An arena that a first, small message needs nothing more for.
    init(firstBlock: Int = Self.firstBlock) {
        memory = BumpMemory(first: firstBlock)
        unsafe allocator = .allocate(capacity: 1)
        unsafe allocator.initialize(
            to: ProtobufCAllocator(
                alloc: { data, size in
                    guard let data = unsafe data, size <= Int.max - DecodingArena.header else { return nil }
                    // SAFETY: the data that `init` set.
                    let state = unsafe data.assumingMemoryBound(to: BumpMemory.State.self)
                    guard let piece = unsafe BumpMemory.allocate(size + DecodingArena.header, from: state) else {
                        return nil
                    }
                    unsafe piece.storeBytes(of: size, as: Int.self)
                    return unsafe piece + DecodingArena.header
                },
                free: { _, _ in
                    // All at once, by `reset`.
                },
                allocator_data: UnsafeMutableRawPointer(memory.state)
            )
        )
    }

    /// Bytes taken from the system.
    var taken: Int { memory.taken }

    deinit {
        unsafe allocator.deallocate()
    }

    /// Whether the message wanted more memory than its bound allows.
    var isExhausted: Bool { memory.isExhausted }

    /// Sets the bound for a message of this many bytes.
    func begin(forMessageOf bytes: Int) {
        memory.setBound(Self.bound(forMessageOf: bytes))
    }

    /// Takes back everything.
    func reset() {
        memory.reset()
    }

    /// How much memory a message of this many bytes may take.
    ///
    /// Two bytes of a hostile message can ask for a struct of 100: 4 MiB would become 400. What people send needs less
    /// than four times its length, and the floor covers a batch of 10,000 items that say next to nothing.
    static func bound(forMessageOf bytes: Int) -> Int {
        let (floor, factor, cap) = (4 * 1024 * 1024, 24, 96 * 1024 * 1024)
        return min(floor + factor * min(bytes, cap), cap)
    }
}
