internal import Model

/// Whom the processes of this machine act as, by their uid or gid.
package struct PeerMap: Sendable {
    package let entries: [PeerRule]
    /// Whether root and the daemon's own uid act as the account's root user.
    package let rootPeers: Bool
    package let ownUID: UInt32

    package init(entries: [PeerRule] = [], rootPeers: Bool = true, ownUID: UInt32) {
        self.entries = entries
        self.rootPeers = rootPeers
        self.ownUID = ownUID
    }

    /// Reads one rule from each text.
    package init(parsing rules: [String], rootPeers: Bool = true, ownUID: UInt32) throws(PeerRule.ParseError) {
        var entries: [PeerRule] = []
        for rule in rules { entries.append(try PeerRule(parsing: rule)) }
        self.init(entries: entries, rootPeers: rootPeers, ownUID: ownUID)
    }

    /// The rule that a peer acts by: the first for its uid, else root's own, else the first for its gid.
    func rule(for peer: PeerFacts) -> PeerRule? {
        if let rule = entries.first(where: { $0.uid == peer.uid }) { return rule }
        if rootPeers, peer.uid == 0 || peer.uid == ownUID { return PeerRule(.uid(peer.uid), actsAs: .root) }
        return entries.first { $0.gid == peer.gid }
    }
}
