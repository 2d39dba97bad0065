import Model
import NIOCore

/// Shares an event loop among batches, a slice of each in turn, with whatever else the loop has to do in between.
///
/// However many batches there are, on however many connections, a call that comes in meanwhile waits for one slice.
final class BatchQueue {
    private struct Entry {
        let batch: BatchCall
        let whenDone: (Handling) -> Void
    }

    private let eventLoop: any EventLoop
    private let slice: TimeAmount
    private let itemsMax: Int
    private var entries = CircularBuffer<Entry>()
    /// The items of all of them.
    private var itemCount = 0
    private var isTurnScheduled = false
    /// The time that batches have taken since other work had its turn.
    private var spent = TimeAmount.zero

    /// For as long the loop looks at its sockets.
    ///
    /// NIO runs what is due before it looks at its sockets again, also what became due while it did: only work that
    /// is due a little later lets others in.
    static let pause = TimeAmount.microseconds(10)

    init(
        eventLoop: any EventLoop,
        slice: TimeAmount = .microseconds(Limits.batchSliceMicroseconds),
        itemsMax: Int = Limits.batchItemsPerLoop
    ) {
        self.eventLoop = eventLoop
        self.slice = slice
        self.itemsMax = itemsMax
    }

    /// Whether one more batch may begin; always where none is under way.
    func hasRoom(for batch: BatchCall) -> Bool { entries.isEmpty || itemCount + batch.itemCount <= itemsMax }

    /// Begins a batch: at once, unless others have used this turn's time up.
    ///
    /// - Parameters:
    ///   - batch: The batch.
    ///   - whenDone: Called with what comes next, unless the batch was abandoned; on this turn or a later one.
    func begin(_ batch: BatchCall, whenDone: @escaping (Handling) -> Void) {
        let entry = Entry(batch: batch, whenDone: whenDone)
        guard entries.isEmpty, spent < slice else { return wait(entry) }
        advance(entry)
    }

    private func advance(_ entry: Entry) {
        guard !entry.batch.isAbandoned else { return }
        let begun = NIODeadline.now()
        let next = entry.batch.step(until: begun + (slice - spent))
        spent = spent + (NIODeadline.now() - begun)
        guard let next else { return wait(entry) }
        entry.whenDone(next)
    }

    private func wait(_ entry: Entry) {
        entries.append(entry)
        itemCount += entry.batch.itemCount
        guard !isTurnScheduled else { return }
        isTurnScheduled = true
        eventLoop.assumeIsolated().scheduleTask(in: Self.pause) { [self] in takeTurn() }
    }

    private func takeTurn() {
        isTurnScheduled = false
        spent = .zero
        guard let entry = entries.popFirst() else { return }
        itemCount -= entry.batch.itemCount
        advance(entry)
        guard !entries.isEmpty, !isTurnScheduled else { return }
        isTurnScheduled = true
        eventLoop.assumeIsolated().scheduleTask(in: Self.pause) { [self] in takeTurn() }
    }
}
