package import Model

/// Reads dates of the policy language: ISO 8601 in W3C's profile, or seconds since 1970.
///
/// W3C: https://www.w3.org/TR/NOTE-datetime. A time of day wants its zone; a date alone is its first moment in UTC.
package enum DateText {
    /// - Returns: `nil` for a text that is no date.
    static func timestamp(_ text: Span<UInt8>) -> Timestamp? {
        if let seconds = ExactDecimal(text) {
            return Int64(exactly: seconds.scaled / 1_000_000_000_000).map(Timestamp.init(microseconds:))
        }
        var reader = Reader(offset: 0)
        guard let year = reader.digits(4, in: text) else { return nil }
        var month = 1
        var day = 1
        if reader.take("-", in: text) {
            guard let read = reader.digits(2, in: text) else { return nil }
            month = read
            if reader.take("-", in: text) {
                guard let read = reader.digits(2, in: text) else { return nil }
                day = read
            }
        }
        guard (1...12).contains(month), day >= 1, day <= daysIn(month: month, year: year) else { return nil }
        let midnight = daysSince1970(year: year, month: month, day: day) * 86_400_000_000
        if reader.offset == text.count { return Timestamp(microseconds: midnight) }
        guard reader.offset == 10, reader.take("T", in: text) || reader.take("t", in: text),
            let time = reader.timeOfDay(in: text), let zone = reader.zone(in: text), reader.offset == text.count
        else { return nil }
        return Timestamp(microseconds: midnight + time - zone)
    }

    /// The moment as `2030-01-31T12:00:00Z`, with a fraction where it has one.
    package static func text(_ timestamp: Timestamp) -> String {
        let days = (timestamp.seconds - timestamp.seconds.modulo(86_400)) / 86_400
        let shifted = days + 719_468
        let era = (shifted - shifted.modulo(146_097)) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let second = timestamp.seconds.modulo(86_400)
        let fraction = timestamp.microseconds.modulo(1_000_000)
        func padded(_ number: Int64, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T"
            + "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
            + (fraction == 0 ? "" : ".\(padded(fraction, 6))") + "Z"
    }

    private static func daysIn(month: Int, year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    /// Days in the proleptic Gregorian calendar; years begin in March so that the leap day comes last.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int64(era * 146_097 + dayOfEra - 719_468)
    }

    private struct Reader {
        var offset: Int

        mutating func digits(_ count: Int, in text: Span<UInt8>) -> Int? {
            guard offset + count <= text.count else { return nil }
            var value = 0
            for index in offset..<offset + count {
                guard text[index] >= 0x30, text[index] <= 0x39 else { return nil }
                value = value * 10 + Int(text[index] - 0x30)
            }
            offset += count
            return value
        }

        mutating func take(_ character: Unicode.Scalar, in text: Span<UInt8>) -> Bool {
            guard offset < text.count, text[offset] == UInt8(ascii: character) else { return false }
            offset += 1
            return true
        }

        /// `hh:mm`, `hh:mm:ss` or `hh:mm:ss.fraction`, in microseconds; digits past the sixth are dropped.
        mutating func timeOfDay(in text: Span<UInt8>) -> Int64? {
            guard let hour = digits(2, in: text), take(":", in: text), let minute = digits(2, in: text),
                hour < 24, minute < 60
            else { return nil }
            var microseconds = Int64(hour * 3600 + minute * 60) * 1_000_000
            guard take(":", in: text) else { return microseconds }
            guard let second = digits(2, in: text), second < 60 else { return nil }
            microseconds += Int64(second) * 1_000_000
            guard take(".", in: text) || take(",", in: text) else { return microseconds }
            guard let first = digits(1, in: text) else { return nil }
            microseconds += Int64(first) * 100_000
            var unit: Int64 = 10_000
            while let digit = digits(1, in: text) {
                microseconds += Int64(digit) * unit
                unit /= 10
            }
            return microseconds
        }

        /// `Z`, `±hh:mm` or `±hhmm`, in microseconds east of UTC.
        mutating func zone(in text: Span<UInt8>) -> Int64? {
            if take("Z", in: text) || take("z", in: text) { return 0 }
            let isWest = take("-", in: text)
            guard isWest || take("+", in: text), let hours = digits(2, in: text) else { return nil }
            _ = take(":", in: text)
            guard let minutes = digits(2, in: text), hours < 24, minutes < 60 else { return nil }
            let east = Int64(hours * 3600 + minutes * 60) * 1_000_000
            return isWest ? -east : east
        }
    }
}

extension Int64 {
    /// The remainder that is never negative.
    fileprivate func modulo(_ divisor: Int64) -> Int64 {
        let remainder = self % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}
