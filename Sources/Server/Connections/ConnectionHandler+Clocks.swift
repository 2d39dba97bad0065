import Model
import NIOCore
import Wire

/// The clocks that run against a connection.
///
/// Each is wound up at most once at a time, and looks when it strikes whether what it waits for has happened since:
/// so that a busy connection does not set and cancel timers with every read.
struct ConnectionClocks {
    var lastActivity = NIODeadline.uptimeNanoseconds(0)
    var idle: Scheduled<Void>?
    /// When the frame that is not whole yet began.
    var frameBegan: NIODeadline?
    var halfFrame: Scheduled<Void>?
    var stall: Scheduled<Void>?

    mutating func cancelAll() {
        for clock in [idle, halfFrame, stall] { clock?.cancel() }
        (idle, halfFrame, stall) = (nil, nil, nil)
    }
}

extension ConnectionHandler {
    // MARK: Idle

    func startIdleClock() {
        guard let eventLoop = context?.eventLoop else { return }
        clocks.idle = eventLoop.assumeIsolated().scheduleTask(deadline: clocks.lastActivity + settings.idle) { [self] in
            clocks.idle = nil
            guard !isClosing, let now = context?.eventLoop.now else { return }
            // A call in flight is activity.
            if running > 0 { clocks.lastActivity = now }
            guard now >= clocks.lastActivity + settings.idle else { return startIdleClock() }
            closeGracefully()
        }
    }

    // MARK: Half a frame

    /// To be called when all whole frames have been taken.
    func watchHalfFrame() {
        guard !isClosing, !isPaused, frames.isMidFrame, let eventLoop = context?.eventLoop else {
            clocks.frameBegan = nil
            return
        }
        // Taking a whole frame forgets when it began; a pause of ours does not count against the client.
        let began = clocks.frameBegan ?? eventLoop.now
        clocks.frameBegan = began
        guard clocks.halfFrame == nil else { return }
        clocks.halfFrame = eventLoop.assumeIsolated().scheduleTask(deadline: began + settings.halfFrame) { [self] in
            clocks.halfFrame = nil
            guard let began = clocks.frameBegan, let now = context?.eventLoop.now else { return }
            guard now >= began + settings.halfFrame else { return watchHalfFrame() }
            fail(
                .invalidInput("a frame was begun and not ended within \(settings.halfFrame.nanoseconds / 1_000_000) ms")
            )
        }
    }

    // MARK: A client that does not read

    /// Cuts the connection if the client reads nothing for as long as the clock runs.
    func startStallClock() {
        guard clocks.stall == nil, let eventLoop = context?.eventLoop else { return }
        let sent = writtenBytes - unsentBytes
        clocks.stall = eventLoop.assumeIsolated().scheduleTask(in: settings.stalledWrite) { [self] in
            clocks.stall = nil
            guard let channel = context?.channel, channel.isActive, isClosing || !channel.isWritable else { return }
            guard writtenBytes - unsentBytes > sent else { return cut("it reads nothing") }
            startStallClock()
        }
    }
}
