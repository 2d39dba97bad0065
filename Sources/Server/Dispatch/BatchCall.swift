import Authorization
import Model
import NIOCore
import Wire

/// A batch that is under way on a loop.
package final class BatchCall {
    private var run: BatchRun
    private let revision: Revision
    /// How many questions it has.
    let itemCount: Int
    /// The loop's.
    private let encoder: WireEncoder
    /// Nobody waits for it any more.
    var isAbandoned = false

    init(_ run: BatchRun, itemCount: Int, revision: Revision, encoder: WireEncoder) {
        self.run = run
        self.itemCount = itemCount
        self.revision = revision
        self.encoder = encoder
    }

    /// About how much its questions and their answers take in memory, besides their texts: an item that leaves all to
    /// the shared question is two bytes of a frame, and here as large as any other.
    var heldBytes: Int { Self.heldBytes(items: itemCount) }

    static func heldBytes(items: Int) -> Int {
        items * (MemoryLayout<BatchItem>.stride + MemoryLayout<BatchResult>.stride)
    }

    /// Judges items until a moment, at least one.
    ///
    /// - Returns: What comes next, once all items are judged.
    func step(until end: NIODeadline) -> Handling? {
        guard run.step(whileTrue: { NIODeadline.now() < end }) else { return nil }
        let (response, revision) = (run.response, revision)
        guard response.results.count > Self.inlineResultsMax else {
            return .answered(Answer(message: encoder.encode(response), revision: revision))
        }
        return .working { () async throws(Refusal) in
            .answered(Answer(message: encode(response), revision: revision))
        }
    }

    /// An answer of more results than this is encoded away from the loop.
    private static let inlineResultsMax = 1_024
}
