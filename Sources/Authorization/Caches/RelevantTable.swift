import Model
import PolicyLanguage

/// The statements that principals' policies have about the actions that were asked about last.
///
/// Direct-mapped: a pair of principal and action takes the place of the one that shares its slot. A pair leaves its name
/// when it comes for the first time, and is looked through for when it comes again, so that what is asked once costs
/// nothing more. Bounded by the count of pairs and by the count of statements: at the bound of the latter all leave.
struct RelevantTable {
    private enum Content {
        case seen
        case kept(RelevantStatements)
        /// More than are ever kept.
        case tooMany
    }

    private struct Slot {
        /// Held, so that its identity cannot come to mean another.
        let principal: PrincipalPolicies
        let action: UInt64
        var content: Content
    }

    private static let slotCount = 1_024

    private let statementsMax: Int
    private var slots: [Slot?] = Array(repeating: nil, count: slotCount)
    /// In all slots.
    private(set) var statementCount = 0

    init(statementsMax: Int = Limits.cachedRelevantStatementsMax) {
        self.statementsMax = statementsMax
    }

    /// - Parameters:
    ///   - principal: Whose identity policies and boundary are looked through.
    ///   - action: What the statements are about.
    ///   - isRepeated: The pair is going to come again.
    /// - Returns: `nil` where they are not known, and had better be found while deciding.
    mutating func statements(
        of principal: PrincipalPolicies,
        about action: KnownAction,
        isRepeated: Bool = false
    ) -> RelevantStatements? {
        let place = Self.place(ObjectIdentifier(principal), action.number)
        if let slot = slots[place], slot.principal === principal, slot.action == action.number {
            switch slot.content {
            case .kept(let statements): return statements
            case .tooMany: return nil
            case .seen: return keep(principal, action, at: place)
            }
        }
        if isRepeated { return keep(principal, action, at: place) }
        put(Slot(principal: principal, action: action.number, content: .seen), at: place)
        return nil
    }

    private mutating func keep(
        _ principal: PrincipalPolicies,
        _ action: KnownAction,
        at place: Int
    ) -> RelevantStatements? {
        let statements = RelevantStatements(of: principal.policies, about: action.action)
        guard statements.count <= statementsMax else {
            put(Slot(principal: principal, action: action.number, content: .tooMany), at: place)
            return nil
        }
        put(Slot(principal: principal, action: action.number, content: .kept(statements)), at: place)
        if statementCount > statementsMax {
            slots = Array(repeating: nil, count: Self.slotCount)
            statementCount = 0
            put(Slot(principal: principal, action: action.number, content: .kept(statements)), at: place)
        }
        return statements
    }

    private mutating func put(_ slot: Slot, at place: Int) {
        if case .kept(let old)? = slots[place]?.content { statementCount -= old.count }
        if case .kept(let new) = slot.content { statementCount += new.count }
        slots[place] = slot
    }

    private static func place(_ principal: ObjectIdentifier, _ action: UInt64) -> Int {
        let mixed = (UInt64(UInt(bitPattern: principal)) >> 4 ^ action &* 0x9E37_79B9) &* 0x9E37_79B9_7F4A_7C15
        return Int(mixed >> 32) % slotCount
    }
}
