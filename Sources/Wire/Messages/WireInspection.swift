internal import Model

/// Looks at the bytes of a message where libprotobuf-c is too lenient, and says which field is wrong where it refused.
///
/// libprotobuf-c takes a bool of any wire type; and where a nested message comes twice it merges the two, but loses the
/// numbers of the first. Both would mean something else here than elsewhere.
struct WireInspection {
    /// No list of messages is longer, so that a hostile one is refused before there is memory taken for it.
    ///
    /// Above the largest batch, so that one that is a little too large is told so by whoever knows what is allowed.
    static let entriesMax = 2 * Limits.batchItemsMax

    /// Whether to look into nested messages that libprotobuf-c is strict enough with, too.
    private let isThorough: Bool
    /// Which descriptions, by their addresses, have been found to need no look.
    private var strictOnes: [(address: UInt, isStrict: Bool)] = []

    /// Refuses bytes that libprotobuf-c would take otherwise than they are meant.
    static func inspect(
        _ bytes: Span<UInt8>,
        as descriptor: WireDescriptor,
        _ name: String,
        isThorough: Bool = false
    ) throws(WireError) {
        var inspection = WireInspection(isThorough: isThorough)
        do throws(WireError) {
            try inspection.inspect(bytes, 0..<bytes.count, as: descriptor)
        } catch {
            throw error == .malformed("") ? .malformed(name) : error
        }
    }

    /// Recurses as deep as messages nest in Proto/, whatever the bytes say.
    private mutating func inspect(
        _ bytes: Span<UInt8>,
        _ part: Range<Int>,
        as descriptor: WireDescriptor
    ) throws(WireError) {
        var cursor = ProtobufCursor(part)
        var hint = 0
        var seen: UInt64 = 0
        var entries = 0
        while !cursor.isAtEnd {
            guard let tag = cursor.tag(in: bytes) else { throw .malformed("") }
            let start = cursor.at
            guard cursor.skip(tag.wireType, in: bytes) else { throw .malformed(descriptor.name(of: tag.number)) }
            guard let field = descriptor.field(tag.number, hint: &hint) else { continue }
            guard field.takes(tag.wireType) else { throw .wrongWireType(field: field.name) }
            guard let nested = field.nested else { continue }
            if field.isRepeated {
                entries += 1
                guard entries <= Self.entriesMax else { throw .tooMany(field: field.name, max: Self.entriesMax) }
            } else {
                // The generator refuses messages of more than 64 fields.
                let bit: UInt64 = 1 << UInt64(hint & 63)
                guard seen & bit == 0 else { throw .repeatedMessage(field: field.name) }
                seen |= bit
            }
            guard isThorough || !isStrict(nested) else { continue }
            do throws(WireError) {
                var value = ProtobufCursor(start..<cursor.at)
                try inspect(bytes, value.lengthPrefixed(in: bytes) ?? start..<start, as: nested)
            } catch {
                guard field.isRepeated else { throw error.within(field.name) }
                let index = Self.count(of: tag.number, in: bytes, part.lowerBound..<start) - 1
                throw error.within("\(field.name)[\(index)]")
            }
        }
    }

    /// How often a field stands in bytes that have been looked at.
    private static func count(of number: UInt32, in bytes: Span<UInt8>, _ part: Range<Int>) -> Int {
        var cursor = ProtobufCursor(part)
        var count = 0
        while let tag = cursor.tag(in: bytes) {
            if tag.number == number { count += 1 }
            if !cursor.skip(tag.wireType, in: bytes) { break }
        }
        return count
    }

    private mutating func isStrict(_ descriptor: WireDescriptor) -> Bool {
        if let known = strictOnes.first(where: { $0.address == descriptor.address }) { return known.isStrict }
        var isStrict = true
        for index in 0..<descriptor.fieldCount {
            let field = descriptor[index]
            if field.isBool { isStrict = false }
            if let nested = field.nested, !field.isRepeated || !self.isStrict(nested) { isStrict = false }
        }
        strictOnes.append((descriptor.address, isStrict))
        return isStrict
    }
}
