import NIOCore

/// A call that was not answered at once.
final class CallInFlight {
    /// What the client calls it, free again once it is answered.
    let number: UInt32
    let method: String
    /// The bytes of its request, which are held until its work ends.
    let requestBytes: Int
    /// Its work away from the loop.
    var task: Task<Void, Never>?
    /// Its work on the loop.
    var batch: BatchCall?
    var deadline: Scheduled<Void>?
    /// The client has had its answer, though the work may still be going on.
    var isAnswered = false

    init(_ number: UInt32, method: String, requestBytes: Int) {
        self.number = number
        self.method = method
        self.requestBytes = requestBytes
    }
}
