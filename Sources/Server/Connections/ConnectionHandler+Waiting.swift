import Model
import Wire

// What waits on the connection, as it is counted for its uid.

extension ConnectionHandler {
    /// The bytes that wait: frames that have begun, calls in flight, replies that were not sent.
    ///
    /// What is to go out at the end of the loop's turn does not wait.
    var waitingBytes: Int { frames.claimedBytes + heldBytes + unsentBytesMax }

    /// Counts what waits, and ends the connection where that is too much.
    func countOrFail() {
        do throws(Refusal) { try share.set(waitingBytes) } catch { fail(error) }
    }

    /// Counts what waits after some of it has gone.
    func countFewer() {
        // Where there is more than was counted, whoever made it more asks whether there is room.
        try? share.set(waitingBytes)
    }

    /// Why there is no room for so many bytes more; they are not counted yet.
    func refusal(toAdd bytes: Int) -> Refusal? {
        var share = share
        do throws(Refusal) { try share.set(waitingBytes + bytes) } catch { return error }
        self.share = share
        return nil
    }

    /// Looks at what the socket has taken meanwhile.
    func countUnsent() {
        unsentBytesMax = unsentBytes
        countFewer()
    }
}
