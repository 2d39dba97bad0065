/// That processes of one uid or gid act as one principal of the account.
package struct PeerRule: Hashable, Sendable {
    /// Which processes.
    package enum Peer: Hashable, Sendable {
        case uid(UInt32)
        case gid(UInt32)
    }

    /// Whom they act as.
    package enum PeerPrincipal: Hashable, Sendable {
        case user(String)
        case role(String)
        case root
    }

    package let peer: Peer
    package let principal: PeerPrincipal

    package init(_ peer: Peer, actsAs principal: PeerPrincipal) {
        self.peer = peer
        self.principal = principal
    }

    package var uid: UInt32? {
        if case .uid(let uid) = peer { uid } else { nil }
    }

    package var gid: UInt32? {
        if case .gid(let gid) = peer { gid } else { nil }
    }
}

extension PeerRule: CustomStringConvertible {
    package var description: String {
        let left =
            switch peer {
            case .uid(let uid): "uid:\(uid)"
            case .gid(let gid): "gid:\(gid)"
            }
        return switch principal {
        case .user(let name): "\(left)=user/\(name)"
        case .role(let name): "\(left)=role/\(name)"
        case .root: "\(left)=root"
        }
    }
}
