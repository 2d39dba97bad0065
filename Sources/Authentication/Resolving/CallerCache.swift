internal import Directory
internal import Model
internal import Synchronization

/// Who tokens and peers turned out to be, so that the path of every request need not open and look up again.
///
/// A token's payload holds for ever, what was resolved from it only in the snapshot it was resolved in. Only what was
/// accepted is kept, and time is never part of it: the reader still checks the session's times.
final class CallerCache: Sendable {
    /// What is known about a token.
    enum Known: Sendable {
        /// As this snapshot has it.
        case resolved(ResolvedSession)
        /// As an earlier snapshot had it: its payload is still to be held against this one.
        case outdated(ResolvedSession)
    }

    private struct Resolved<Value: Sendable>: Sendable {
        let value: Value
        /// The number of the snapshot that it was resolved in.
        let era: UInt64
    }

    private struct State: Sendable {
        /// The one snapshot that is kept alive.
        var snapshot: Snapshot?
        /// Grows with each other snapshot that is asked about.
        var era: UInt64 = 0
        var sessions: [String: Resolved<ResolvedSession>] = [:]
        var peers: [PeerKey: Resolved<PeerIdentity>] = [:]

        mutating func turn(to snapshot: Snapshot) {
            guard self.snapshot !== snapshot else { return }
            self.snapshot = snapshot
            era += 1
        }
    }

    /// A peer by what its identity depends on.
    struct PeerKey: Hashable, Sendable {
        let uid: UInt32
        let gid: UInt32
    }

    private let countMax: Int
    private let state = Mutex(State())

    init(countMax: Int = 4_096) {
        self.countMax = countMax
    }

    func session(_ token: String, in snapshot: Snapshot) -> Known? {
        state.withLock { state in
            state.turn(to: snapshot)
            guard let entry = state.sessions[token] else { return nil }
            return entry.era == state.era ? .resolved(entry.value) : .outdated(entry.value)
        }
    }

    func keep(_ session: ResolvedSession, of token: String, in snapshot: Snapshot) {
        state.withLock { state in
            // Another loop may have gone on to another snapshot.
            guard state.snapshot === snapshot else { return }
            if state.sessions.count >= countMax, state.sessions[token] == nil { state.sessions.removeAll() }
            state.sessions[token] = Resolved(value: session, era: state.era)
        }
    }

    func forget(_ token: String) {
        state.withLock { state in _ = state.sessions.removeValue(forKey: token) }
    }

    func peer(_ key: PeerKey, in snapshot: Snapshot) -> PeerIdentity? {
        state.withLock { state in
            state.turn(to: snapshot)
            guard let entry = state.peers[key], entry.era == state.era else { return nil }
            return entry.value
        }
    }

    func keep(_ identity: PeerIdentity, of key: PeerKey, in snapshot: Snapshot) {
        state.withLock { state in
            guard state.snapshot === snapshot else { return }
            if state.peers.count >= countMax, state.peers[key] == nil { state.peers.removeAll() }
            state.peers[key] = Resolved(value: identity, era: state.era)
        }
    }
}
