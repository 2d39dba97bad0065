import Model

/// How the native listener is set up.
package struct ListenerConfiguration: Sendable {
    /// Where the socket comes from.
    package enum Place: Sendable {
        /// Made here.
        case path(SocketPath)
        /// Made already, by systemd for instance.
        case socket(ListeningSocket)
    }

    package var place: Place
    /// Event loops; each has a thread of its own.
    package var threads: Int
    package var connection = ConnectionSettings()
    package var connectionsPerUID = Limits.connectionsPerUID
    package var connectionsInAll = Limits.connectionsInAll
    package var waitingBytesPerUID = Limits.waitingBytesPerUID
    package var waitingBytesInAll = Limits.waitingBytesInAll
    /// The time that calls in flight get when the daemon stops.
    package var drain = Duration.seconds(Limits.drainSeconds)

    /// - Parameters:
    ///   - place: Where the socket comes from.
    ///   - threads: Event loops; by default one for each processor, up to a few.
    package init(place: Place, threads: Int? = nil) {
        self.place = place
        self.threads = threads ?? min(Self.processors, Limits.eventLoopsDefaultMax)
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension ListenerConfiguration {
    /// Processors that the process may run on.
    fileprivate static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
