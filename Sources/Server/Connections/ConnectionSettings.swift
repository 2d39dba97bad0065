import Model
package import NIOCore

/// What one connection may take of the daemon.
///
/// The defaults are those of `Limits`; tests wind them down.
package struct ConnectionSettings: Sendable {
    package var callsMax = Limits.callsInFlightPerConnection
    /// While more bytes than this are held for calls in flight, no more are taken.
    package var heldBytesMax = Limits.heldBytesPerConnection
    package var writePauseBytes = Limits.writeBufferPauseBytes
    package var writeCutBytes = Limits.writeBufferCutBytes
    package var idle = TimeAmount.seconds(Limits.idleSeconds)
    package var halfFrame = TimeAmount.seconds(Limits.halfFrameSeconds)
    package var stalledWrite = TimeAmount.seconds(Limits.stalledWriteSeconds)
    /// Frames are taken for about this long, then other connections have their turn.
    package var framesTurn = TimeAmount.microseconds(Limits.batchSliceMicroseconds)
    /// How much later an answer comes that says `Throttling`.
    package var throttledPause = Duration.milliseconds(Limits.throttledPauseMilliseconds)

    package init() {}
}
