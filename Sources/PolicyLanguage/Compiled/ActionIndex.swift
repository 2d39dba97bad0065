import Model

/// Which statements of a policy could be about an action: by the action's hash, by its service's, and the rest.
///
/// A statement found here may still not match, for two actions may share a hash; one that is not found cannot.
struct ActionIndex: Sendable {
    struct Entry: Sendable {
        let hash: UInt64
        let statement: UInt32
    }

    /// Statements that spell the action out, by hash.
    private let exact: [Entry]
    /// Statements with wildcards after the service, by the service's hash.
    private let service: [Entry]
    /// Statements about any service: `*`, `NotAction`, a wildcard in the service.
    private let anywhere: [UInt32]

    init(_ statements: [CompiledStatement], isDeny: Bool) {
        var exact: [Entry] = []
        var service: [Entry] = []
        var anywhere: [UInt32] = []
        for (offset, statement) in statements.enumerated() where statement.isDeny == isDeny {
            let index = UInt32(offset)
            let isAnywhere =
                statement.isNotAction || statement.actions.contains { Self.serviceHash(of: $0) == nil }
            if isAnywhere {
                anywhere.append(index)
                continue
            }
            var services: Set<UInt64> = []
            for pattern in statement.actions where pattern.shape != .exact {
                if let hash = Self.serviceHash(of: pattern), services.insert(hash).inserted {
                    service.append(Entry(hash: hash, statement: index))
                }
            }
            for pattern in statement.actions where pattern.shape == .exact {
                if let hash = Self.serviceHash(of: pattern), services.contains(hash) { continue }
                exact.append(
                    Entry(hash: pattern.program.reduce(Self.emptyHash) { Self.hash($0, $1) }, statement: index)
                )
            }
        }
        self.exact = exact.sorted { ($0.hash, $0.statement) < ($1.hash, $1.statement) }
        self.service = service.sorted { ($0.hash, $0.statement) < ($1.hash, $1.statement) }
        self.anywhere = anywhere
    }

    var isEmpty: Bool { exact.isEmpty && service.isEmpty && anywhere.isEmpty }

    /// How closely statements name an action; those that name it more closely are looked at first, in all policies.
    enum Nearness: CaseIterable {
        case exact
        case service
        case anywhere
    }

    /// Calls `body` with each statement of a nearness that could match, until it says to stop.
    @inline(__always)
    func forEachCandidate(_ action: ActionHashes, _ nearness: Nearness, _ body: (Int) -> Bool) {
        switch nearness {
        case .exact: Self.visit(exact, action.whole, body)
        case .service: Self.visit(service, action.service, body)
        case .anywhere: for statement in anywhere { guard body(Int(statement)) else { return } }
        }
    }

    @inline(__always)
    private static func visit(_ entries: [Entry], _ hash: UInt64, _ body: (Int) -> Bool) {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].hash < hash { low = middle + 1 } else { high = middle }
        }
        while low < entries.count, entries[low].hash == hash {
            guard body(Int(entries[low].statement)) else { return }
            low += 1
        }
    }

    // MARK: FNV-1a, 64 bits, over lower case

    static let emptyHash: UInt64 = 0xCBF2_9CE4_8422_2325

    @inline(__always)
    static func hash(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte.asciiLowercased)) &* 0x0000_0100_0000_01B3
    }

    /// - Returns: `nil` where the service is not spelled out.
    private static func serviceHash(of pattern: Pattern) -> UInt64? {
        var hash = emptyHash
        for byte in pattern.program {
            if byte == UInt8(ascii: ":") { return hash }
            guard byte < Pattern.Token.variable else { return nil }
            hash = Self.hash(hash, byte)
        }
        return nil
    }
}
