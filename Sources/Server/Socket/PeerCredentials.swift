internal import CPosix
import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Who is at the other end of a Unix socket.
///
/// The one place that asks. Taken once, when a connection is accepted: the kernel keeps what was true when the
/// peer connected, whoever holds the socket afterwards.
enum PeerCredentials {
    static func facts(of socket: Int32) throws(ListenerError) -> PeerFacts {
        var peer = postern_peer()
        let code = unsafe postern_peer_credentials(socket, &peer)
        guard code == 0 else { throw .system("the peer's credentials cannot be read", code: code) }
        defer { if peer.pidfd >= 0 { close(peer.pidfd) } }
        let process = PeerProcess(pid: peer.pid, pidfd: peer.pidfd)
        return PeerFacts(uid: peer.uid, gid: peer.gid, pid: peer.pid, executable: process.executable())
    }
}
