/// A text with wildcards, compared with others by the set of texts that it stands for.
///
/// What it says is so, but it does not find all that is so: `*?` and `?*` are told apart.
struct WildcardText: Hashable, Sendable {
    enum Symbol: Hashable, Sendable {
        case byte(UInt8)
        /// `?`
        case one
        /// `*`
        case run
        /// A policy variable, whose value is not known.
        case variable(String)

        var isAnyLength: Bool {
            switch self {
            case .run, .variable: true
            case .byte, .one: false
            }
        }
    }

    let symbols: [Symbol]
    /// The `*` of a resource that cannot run past a colon: those of the first five segments that do not end one.
    private let fenced: Set<Int>

    /// The text of an action, ignoring case.
    init(action text: String) {
        self.symbols = Self.symbols(of: text.lowercased(), hasVariables: false)
        self.fenced = []
    }

    /// The text of a resource.
    init(resource text: String, hasVariables: Bool) {
        let symbols = Self.symbols(of: text, hasVariables: hasVariables)
        var fenced: Set<Int> = []
        var colons = 0
        for (index, symbol) in symbols.enumerated() {
            if symbol == .byte(Self.colon) { colons += 1 }
            guard symbol == .run, colons < 5, index + 1 < symbols.count, symbols[index + 1] != .byte(Self.colon) else {
                continue
            }
            fenced.insert(index)
        }
        self.symbols = symbols
        self.fenced = fenced
    }

    private static let colon = UInt8(ascii: ":")

    private static func symbols(of text: String, hasVariables: Bool) -> [Symbol] {
        var symbols: [Symbol] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.first {
            if hasVariables, rest.starts(with: Array("${".utf8)), let end = rest.firstIndex(of: UInt8(ascii: "}")) {
                let name = String(decoding: rest[(rest.startIndex + 2)..<end], as: UTF8.self)
                switch name {
                case "*", "?", "$": symbols += name.utf8.map(Symbol.byte)
                default: symbols.append(.variable(name.lowercased()))
                }
                rest = rest[(end + 1)...]
                continue
            }
            switch byte {
            case UInt8(ascii: "*"): symbols.append(.run)
            case UInt8(ascii: "?"): symbols.append(.one)
            default: symbols.append(.byte(byte))
            }
            rest = rest.dropFirst()
        }
        return symbols
    }

    var isEverything: Bool { !symbols.isEmpty && symbols.allSatisfy { $0 == .run } }

    var hasWildcards: Bool { symbols.contains { $0 == .run || $0 == .one } }

    /// Whether every text that another stands for is one that this stands for.
    func covers(_ other: WildcardText) -> Bool {
        var mine = 0
        var theirs = 0
        var lastRun: (mine: Int, theirs: Int)?
        while theirs < other.symbols.count {
            if mine < symbols.count, symbols[mine] == .run {
                lastRun = (mine, theirs)
                mine += 1
            } else if mine < symbols.count, takes(symbols[mine], other.symbols[theirs]) {
                mine += 1
                theirs += 1
            } else if let run = lastRun, !(fenced.contains(run.mine) && other.mayHoldColon(at: run.theirs)) {
                lastRun = (run.mine, run.theirs + 1)
                mine = run.mine + 1
                theirs = run.theirs + 1
            } else {
                return false
            }
        }
        return symbols[mine...].allSatisfy { $0 == .run }
    }

    /// Whether there may be a text that both stand for; not where it says no.
    func mayMeet(_ other: WildcardText) -> Bool {
        guard !Self.partWays(symbols, other.symbols), !Self.partWays(symbols.reversed(), other.symbols.reversed())
        else {
            return false
        }
        guard symbols.count * other.symbols.count <= Self.meetingMax else { return true }
        // Whether what is left of this from here, and of the other from each place, may meet.
        var after = [Bool](repeating: false, count: other.symbols.count + 1)
        for mine in (0...symbols.count).reversed() {
            var here = [Bool](repeating: false, count: other.symbols.count + 1)
            for theirs in (0...other.symbols.count).reversed() {
                let mySymbol = mine < symbols.count ? symbols[mine] : nil
                let theirSymbol = theirs < other.symbols.count ? other.symbols[theirs] : nil
                switch (mySymbol, theirSymbol) {
                case (nil, nil): here[theirs] = true
                case (let one, let two) where one?.isAnyLength == true || two?.isAnyLength == true:
                    let skipsMine = one?.isAnyLength == true && after[theirs]
                    let skipsTheirs = two?.isAnyLength == true && here[theirs + 1]
                    let bothGoOn = one != nil && two != nil && after[theirs + 1]
                    let mineStays = one?.isAnyLength == true && two != nil && here[theirs + 1]
                    let theirsStays = two?.isAnyLength == true && one != nil && after[theirs]
                    here[theirs] = skipsMine || skipsTheirs || bothGoOn || mineStays || theirsStays
                case (let one?, let two?):
                    here[theirs] = (one == two || one == .one || two == .one) && after[theirs + 1]
                default: break
                }
            }
            after = here
        }
        return after[0]
    }

    private static let meetingMax = 250_000

    /// Whether two runs of symbols have other bytes at a place that both begin with bytes up to.
    private static func partWays(_ mine: some Sequence<Symbol>, _ theirs: some Sequence<Symbol>) -> Bool {
        for (one, other) in zip(mine, theirs) {
            guard case .byte(let left) = one, case .byte(let right) = other else { return false }
            if left != right { return true }
        }
        return false
    }

    private func takes(_ mine: Symbol, _ theirs: Symbol) -> Bool {
        switch (mine, theirs) {
        case (.byte(let one), .byte(let other)): one == other
        case (.one, .byte), (.one, .one): true
        case (.variable(let one), .variable(let other)): one == other
        default: false
        }
    }

    private func mayHoldColon(at index: Int) -> Bool {
        switch symbols[index] {
        case .byte(let byte): byte == Self.colon
        case .one: false
        case .run: !fenced.contains(index)
        case .variable: true
        }
    }
}
