package import Model

extension OneTimePassword {
    /// The newest unspent step that a code belongs to, or `nil`.
    ///
    /// Every step of the window is computed and compared, in constant time, whichever matches. The step that is
    /// returned must be claimed in the same commit as what it buys (RFC 6238 section 5.2: a code is good once).
    ///
    /// - Parameters:
    ///   - code: As typed; spaces are dropped, then it must be exactly the device's number of ASCII digits.
    ///   - moment: Now.
    ///   - lastStep: The newest step spent; it and those before it are refused.
    ///   - window: Steps before and after the current one that are looked at too.
    ///   - drift: How many steps the device's clock is ahead, as found by `verifyPair` (RFC 6238 section 6).
    /// - Returns: The step to claim.
    package func verify(
        code: String,
        at moment: Timestamp,
        after lastStep: UInt64?,
        window: UInt64 = 1,
        drift: Int64 = 0
    ) -> UInt64? {
        guard let typed = normalised(code) else { return nil }
        var newest: UInt64?
        for step in Self.steps(around: moment, window: window, drift: drift) {
            let matches = constantTimeEquals(codeDigits(step: step), typed)
            if matches && Self.isUnspent(step, after: lastStep) { newest = step }
        }
        return newest
    }

    /// The step of the second of two consecutive codes, or `nil`: for enabling a device and for resynchronising one.
    ///
    /// Two codes in a row may be looked for in a wide window, since guessing both is a million times harder. Neither
    /// may be spent, and both are spent by this.
    package func verifyPair(
        _ first: String,
        _ second: String,
        at moment: Timestamp,
        after lastStep: UInt64? = nil,
        window: UInt64 = 20
    ) -> UInt64? {
        guard let typedFirst = normalised(first), let typedSecond = normalised(second) else { return nil }
        var newest: UInt64?
        for step in Self.steps(around: moment, window: window, drift: 0) where step > 0 {
            let firstMatches = constantTimeEquals(codeDigits(step: step - 1), typedFirst)
            let secondMatches = constantTimeEquals(codeDigits(step: step), typedSecond)
            if firstMatches && secondMatches && Self.isUnspent(step - 1, after: lastStep) { newest = step }
        }
        return newest
    }

    /// The most steps that are looked at on either side, whatever is asked: an hour.
    static let windowMax: UInt64 = 120

    /// The steps of a window in rising order, cut off at step 0.
    private static func steps(around moment: Timestamp, window: UInt64, drift: Int64) -> ClosedRange<UInt64> {
        let width = Int64(min(window, windowMax))
        let limit = Int64.max / stepSeconds
        let centre = Int64(step(at: moment)) + min(max(drift, -limit), limit)
        return UInt64(max(centre - width, 0))...UInt64(max(centre + width, 0))
    }

    private static func isUnspent(_ step: UInt64, after lastStep: UInt64?) -> Bool {
        guard let lastStep else { return true }
        return step > lastStep
    }

    /// The digits of a code as typed, without spaces.
    ///
    /// - Returns: `nil` unless exactly the right number of ASCII digits is left. Other scripts' digits are refused.
    private func normalised(_ code: String) -> [UInt8]? {
        guard code.utf8.count <= Self.typedBytesMax else { return nil }
        let typed = code.utf8.filter { $0 != 0x20 }
        guard typed.count == digits.rawValue, typed.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return typed
    }

    private static let typedBytesMax = 64
}
