internal import ArgumentParser

/// A length of time as it is typed: `90`, `90s`, `15m`, `24h`, `7d`; a plain number is seconds.
struct LengthOfTime: ExpressibleByArgument, Hashable {
    let seconds: UInt32

    init(seconds: UInt32) {
        self.seconds = seconds
    }

    init?(argument: String) {
        let units: [Character: UInt32] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        var digits = Substring(argument)
        var unit: UInt32 = 1
        if let last = digits.last, let known = units[last] {
            unit = known
            digits.removeLast()
        }
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt32(digits) else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: unit)
        guard !overflow else { return nil }
        self.seconds = product
    }

    var duration: Duration { .seconds(Int64(seconds)) }

    var defaultValueDescription: String { "\(seconds)s" }
}
