/// Tells a damaged record from a sound one; no protection against someone who can write the file.
///
/// XXH64 (xxHash specification 0.1.1), because it needs no table and no special instruction and is fast enough to
/// check every record at each start.
enum Checksum {
    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

    /// Covers all of a record, so that bytes which belong to another key or another time do not pass.
    static func record(key: RawSpan, value: RawSpan, revision: UInt64) -> UInt64 {
        xxh64(value, seed: xxh64(key, seed: revision))
    }

    static func record(key: String, value: [UInt8], revision: UInt64) -> UInt64 {
        // SAFETY: bytes have no padding.
        unsafe record(key: key.utf8.span.bytes, value: value.span.bytes, revision: revision)
    }

    static func xxh64(_ bytes: RawSpan, seed: UInt64) -> UInt64 {
        var hash = seed &+ prime5
        var offset = 0
        if bytes.byteCount >= 32 {
            hash = stripes(bytes, seed: seed)
            offset = bytes.byteCount & ~31
        }
        hash &+= UInt64(bytes.byteCount)
        while offset + 8 <= bytes.byteCount {
            hash = rotate(hash ^ round(0, word(bytes, offset)), 27) &* prime1 &+ prime4
            offset += 8
        }
        if offset + 4 <= bytes.byteCount {
            // SAFETY: the four bytes at `offset` are within the span, and every bit pattern is a UInt32.
            let half = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
            hash = rotate(hash ^ (UInt64(UInt32(littleEndian: half)) &* prime1), 23) &* prime2 &+ prime3
            offset += 4
        }
        while offset < bytes.byteCount {
            // SAFETY: the byte at `offset` is within the span, and every bit pattern is a UInt8.
            let byte = unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
            hash = rotate(hash ^ (UInt64(byte) &* prime5), 11) &* prime1
            offset += 1
        }
        return avalanche(hash)
    }

    /// The part of the bytes that makes whole blocks of 32.
    private static func stripes(_ bytes: RawSpan, seed: UInt64) -> UInt64 {
        var (a, b, c, d) = (seed &+ prime1 &+ prime2, seed &+ prime2, seed, seed &- prime1)
        var offset = 0
        while offset + 32 <= bytes.byteCount {
            a = round(a, word(bytes, offset))
            b = round(b, word(bytes, offset + 8))
            c = round(c, word(bytes, offset + 16))
            d = round(d, word(bytes, offset + 24))
            offset += 32
        }
        var hash = rotate(a, 1) &+ rotate(b, 7) &+ rotate(c, 12) &+ rotate(d, 18)
        hash = (hash ^ round(0, a)) &* prime1 &+ prime4
        hash = (hash ^ round(0, b)) &* prime1 &+ prime4
        hash = (hash ^ round(0, c)) &* prime1 &+ prime4
        return (hash ^ round(0, d)) &* prime1 &+ prime4
    }

    @inline(__always)
    private static func word(_ bytes: RawSpan, _ offset: Int) -> UInt64 {
        // SAFETY: the load checks that the eight bytes are within the span, and every bit pattern is a UInt64.
        UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    @inline(__always)
    private static func round(_ sum: UInt64, _ word: UInt64) -> UInt64 {
        rotate(sum &+ (word &* prime2), 31) &* prime1
    }

    @inline(__always)
    private static func rotate(_ word: UInt64, _ bits: UInt64) -> UInt64 {
        (word &<< bits) | (word &>> (64 &- bits))
    }

    private static func avalanche(_ hash: UInt64) -> UInt64 {
        let first = (hash ^ (hash >> 33)) &* prime2
        let second = (first ^ (first >> 29)) &* prime3
        return second ^ (second >> 32)
    }
}
