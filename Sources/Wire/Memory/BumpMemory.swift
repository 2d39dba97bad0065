internal import Glibc

/// Memory that is handed out piece by piece and given back all at once.
///
/// What it takes from the system never exceeds its bound. The first block is kept between uses.
@safe
struct BumpMemory: ~Copyable {
    /// A block begins with the address of the one taken before it.
    private static let blockHeader = 16
    /// A use that needed more than the first block makes the next first block as large as this, at most.
    private static let keptMax = 1024 * 1024
    private static let blockMax = 4 * 1024 * 1024

    @unsafe
    struct State {
        var next: UnsafeMutableRawPointer
        var room: Int
        var first: UnsafeMutableRawPointer
        var firstSize: Int
        /// The block taken last, other than the first.
        var last: UnsafeMutableRawPointer?
        /// Bytes taken from the system, the first block's included.
        var taken: Int
        var bound: Int
        /// Whether something was asked for that the bound does not allow.
        var isExhausted = false
    }

    // SAFETY: made by `init`, freed by `deinit`, and handed out only to libprotobuf-c as allocator data for the length
    // of one call on a value that is borrowed meanwhile. Not `Sendable`: one thread at a time.
    let state: UnsafeMutablePointer<State>

    /// Memory whose first block has at least this many bytes.
    init(first: Int, bound: Int = .max) {
        let size = max(first, 256)
        unsafe state = .allocate(capacity: 1)
        let block = unsafe Self.block(size)
        unsafe state.initialize(
            to: State(
                next: block,
                room: size,
                first: block,
                firstSize: size,
                last: nil,
                taken: size,
                bound: max(bound, size)
            )
        )
    }

    deinit {
        unsafe Self.freeBlocks(state)
        unsafe free(state.pointee.first)
        unsafe state.deallocate()
    }

    /// Bytes taken from the system.
    var taken: Int { unsafe state.pointee.taken }

    /// Bytes that stay taken between uses.
    var kept: Int { unsafe state.pointee.firstSize }

    /// Whether something was asked for that the bound does not allow, since the last `reset`.
    var isExhausted: Bool { unsafe state.pointee.isExhausted }

    /// Memory for `size` bytes, aligned to 8; `nil` where that would exceed the bound.
    func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
        unsafe Self.allocate(size, from: state)
    }

    /// As `allocate`, from what libprotobuf-c knows as its allocator's data.
    @inline(__always)
    static func allocate(_ size: Int, from state: UnsafeMutablePointer<State>) -> UnsafeMutableRawPointer? {
        guard size >= 0, unsafe size <= state.pointee.bound else {
            unsafe state.pointee.isExhausted = true
            return nil
        }
        let rounded = (size + 7) & ~7
        if unsafe rounded > state.pointee.room {
            guard unsafe grow(state, toFit: rounded) else {
                unsafe state.pointee.isExhausted = true
                return nil
            }
        }
        let piece = unsafe state.pointee.next
        unsafe state.pointee.next = piece + rounded
        unsafe state.pointee.room -= rounded
        return unsafe piece
    }

    /// Sets the bound of a use that begins.
    func setBound(_ bound: Int) {
        unsafe state.pointee.bound = max(bound, state.pointee.firstSize)
    }

    /// Takes back everything, and gives all but the first block back to the system.
    func reset() {
        let used = unsafe state.pointee.taken
        unsafe Self.freeBlocks(state)
        let wanted = min(used, Self.keptMax)
        if unsafe wanted > state.pointee.firstSize {
            unsafe free(state.pointee.first)
            unsafe state.pointee.first = Self.block(wanted)
            unsafe state.pointee.firstSize = wanted
        }
        unsafe state.pointee.next = state.pointee.first
        unsafe state.pointee.room = state.pointee.firstSize
        unsafe state.pointee.taken = state.pointee.firstSize
        unsafe state.pointee.isExhausted = false
    }

    private static func grow(_ state: UnsafeMutablePointer<State>, toFit size: Int) -> Bool {
        let left = unsafe state.pointee.bound - state.pointee.taken - blockHeader
        guard size <= left else { return false }
        let capacity = unsafe max(size, min(state.pointee.taken, blockMax, left))
        let block = unsafe block(capacity + blockHeader)
        unsafe block.storeBytes(of: state.pointee.last, as: UnsafeMutableRawPointer?.self)
        unsafe state.pointee.last = block
        unsafe state.pointee.next = block + blockHeader
        unsafe state.pointee.room = capacity
        unsafe state.pointee.taken += capacity + blockHeader
        return true
    }

    private static func freeBlocks(_ state: UnsafeMutablePointer<State>) {
        while let block = unsafe state.pointee.last {
            unsafe state.pointee.last = block.load(as: UnsafeMutableRawPointer?.self)
            unsafe free(block)
        }
    }

    /// `malloc`, which returns no address only where the machine has no memory left: then nothing else works either.
    private static func block(_ size: Int) -> UnsafeMutableRawPointer {
        guard let block = unsafe malloc(size) else { abort() }
        return unsafe block
    }
}
