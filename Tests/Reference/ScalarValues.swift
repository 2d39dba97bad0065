/// A decimal number of any length: its sign, and its digits without zeros that add nothing.
struct PlainNumber: Comparable {
    let isNegative: Bool
    let whole: String
    let fraction: String

    init?(_ text: String) {
        var digits = Substring(text)
        let sign = digits.first
        if sign == "-" || sign == "+" { digits.removeFirst() }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }) else { return nil }
        whole = String(parts[0].drop { $0 == "0" })
        let zeros = parts.count == 2 ? parts[1].reversed().prefix { $0 == "0" }.count : 0
        fraction = parts.count == 2 ? String(parts[1].dropLast(zeros)) : ""
        isNegative = sign == "-" && !(whole.isEmpty && fraction.isEmpty)
    }

    static func < (left: PlainNumber, right: PlainNumber) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative ? right.isSmallerInSize(than: left) : left.isSmallerInSize(than: right)
    }

    private func isSmallerInSize(than other: PlainNumber) -> Bool {
        if whole.count != other.whole.count { return whole.count < other.whole.count }
        if whole != other.whole { return whole < other.whole }
        return fraction < other.fraction
    }
}

func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

/// A moment: whole seconds since 1970, and the digits of the rest.
///
/// AWS: "one of the W3C implementations of the ISO 8601 date formats or epoch (UNIX) time", see
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
/// and https://www.w3.org/TR/NOTE-datetime. Four digits are a year in W3C's form and a moment of 1970 in the other:
/// here they are the latter.
struct Moment: Comparable {
    let seconds: Int64
    let fraction: String

    static func < (left: Moment, right: Moment) -> Bool {
        (left.seconds, left.fraction) < (right.seconds, right.fraction)
    }

    init?(_ text: String) {
        if let seconds = Int64(text), text.utf8.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "-") }) {
            self.seconds = seconds
            self.fraction = ""
            return
        }
        var rest = Array(text.utf8)[...]
        func number(_ count: Int) -> Int64? {
            let digits = rest.prefix(count)
            guard digits.count == count, digits.allSatisfy(isDigit) else { return nil }
            rest = rest.dropFirst(count)
            return Int64(String(decoding: digits, as: UTF8.self))
        }
        func take(_ character: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: character) else { return false }
            rest = rest.dropFirst()
            return true
        }
        guard let year = number(4), take("-"), let month = number(2), (1...12).contains(month) else { return nil }
        var (day, time, fraction): (Int64, Int64, String) = (1, 0, "")
        if !rest.isEmpty {
            guard take("-"), let found = number(2), (1...Self.days(in: month, of: year)).contains(found) else {
                return nil
            }
            day = found
        }
        if !rest.isEmpty {
            guard take("T"), let hour = number(2), hour < 24, take(":"), let minute = number(2), minute < 60
            else { return nil }
            time = hour * 3600 + minute * 60
            if take(":") {
                guard let second = number(2), second < 60 else { return nil }
                time += second
                if take(".") {
                    let digits = rest.prefix(while: isDigit)
                    guard !digits.isEmpty else { return nil }
                    rest = rest.dropFirst(digits.count)
                    fraction = String(decoding: digits, as: UTF8.self)
                    while fraction.last == "0" { fraction.removeLast() }
                }
            }
            if !take("Z") {
                let isEast = take("+")
                guard isEast || take("-"), let hours = number(2), hours < 24, take(":"), let minutes = number(2),
                    minutes < 60
                else { return nil }
                time -= (isEast ? 1 : -1) * (hours * 3600 + minutes * 60)
            }
        }
        guard rest.isEmpty else { return nil }
        self.seconds = Self.days(before: year, month) * 86_400 + (day - 1) * 86_400 + time
        self.fraction = fraction
    }

    private static func isLeap(_ year: Int64) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 to the first of a month, counted one year and one month after the other.
    private static func days(before year: Int64, _ month: Int64) -> Int64 {
        let span = year < 1970 ? year..<1970 : 1970..<year
        let years = span.reduce(Int64(0)) { $0 + (isLeap($1) ? 366 : 365) }
        return (year < 1970 ? -years : years) + (1..<month).reduce(Int64(0)) { $0 + days(in: $1, of: year) }
    }
}

/// An address of either family, as bits.
struct Address: Equatable {
    let bits: [Bool]

    /// An IPv4 address written in IPv6 is the IPv4 address.
    init?(_ text: String) {
        guard var bytes = text.contains(":") ? Self.version6(text) : Self.version4(text) else { return nil }
        let mark: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        if bytes.count == 16, bytes.starts(with: mark) { bytes.removeFirst(12) }
        bits = bytes.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 == 1 } }
    }

    private static func version4(_ text: some StringProtocol) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard let byte = UInt8(part), String(byte) == part else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    private static func version6(_ text: String) -> [UInt8]? {
        var head = text
        var tail: [UInt8]? = []
        if text.contains("."), let colon = text.lastIndex(of: ":") {
            tail = version4(text[text.index(after: colon)...])
            head = String(text[...colon])
            head += "0:0"
        }
        guard var bytes = groups(head), let tail else { return nil }
        if !tail.isEmpty { bytes.replaceSubrange(12..., with: tail) }
        return bytes
    }

    private static func groups(_ text: String) -> [UInt8]? {
        let halves = split(text)
        guard halves.count <= 2 else { return nil }
        var sides: [[UInt8]] = []
        for half in halves {
            var bytes: [UInt8] = []
            for group in half.isEmpty ? [] : half.split(separator: ":", omittingEmptySubsequences: false) {
                guard (1...4).contains(group.utf8.count), !group.contains("+"), let value = UInt16(group, radix: 16)
                else { return nil }
                bytes += [UInt8(value >> 8), UInt8(value & 0xFF)]
            }
            sides.append(bytes)
        }
        let count = sides.reduce(0) { $0 + $1.count }
        if sides.count == 1 { return count == 16 ? sides[0] : nil }
        guard count <= 14 else { return nil }
        return sides[0] + [UInt8](repeating: 0, count: 16 - count) + sides[1]
    }

    /// At every `::`.
    private static func split(_ text: String) -> [String] {
        var parts: [String] = [""]
        var rest = Substring(text)
        while !rest.isEmpty {
            if rest.hasPrefix("::") {
                parts.append("")
                rest = rest.dropFirst(2)
            } else {
                parts[parts.count - 1].append(rest.removeFirst())
            }
        }
        return parts
    }

    /// - Parameter range: An address, or one with `/` and how many of its first bits count.
    /// - Returns: `nil` where the range is none.
    func isIn(_ range: String) -> Bool? {
        let parts = range.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let base = Address(String(parts[0])) else { return nil }
        var count = base.bits.count
        if parts.count == 2 {
            let spare = parts[0].contains(":") ? 128 - count : 0
            guard let given = Int(parts[1]), String(given) == parts[1], (spare...count + spare).contains(given)
            else { return nil }
            count = given - spare
        }
        return bits.count == base.bits.count && bits.prefix(count) == base.bits.prefix(count)
    }
}

/// Base 64 with its padding, as bits.
func bitsOfBase64(_ text: String) -> [Bool]? {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    let digits = Array(text.utf8)
    let padding = digits.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard digits.count % 4 == 0, padding <= 2 else { return nil }
    var bits: [Bool] = []
    for digit in digits.dropLast(padding) {
        guard let value = alphabet.firstIndex(of: digit) else { return nil }
        bits += (0..<6).map { value >> (5 - $0) & 1 == 1 }
    }
    let spare = bits.suffix(padding * 2)
    return spare.contains(true) ? nil : bits.dropLast(padding * 2)
}
