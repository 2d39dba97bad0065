import NIOCore

/// A call that was not answered at once.
final class CallInFlight {
    /// What the client calls it, free again once it is answered.
    let number: UInt32
    let method: String
    /// About how many bytes are held for it until its work ends: its request as it came, and what was made of that.
    var heldBytes = 0
    /// Its work away from the loop.
    var task: Task<Void, Never>?
    /// Its work on the loop.
    var batch: BatchCall?
    var deadline: Scheduled<Void>?
    /// The client has had its answer, though the work may still be going on.
    var isAnswered = false

    init(_ number: UInt32, method: String) {
        self.number = number
        self.method = method
    }
}
