/// Reads the text of a QR code that was drawn with half blocks, light on dark (ISO/IEC 18004).
///
/// Codes of versions 2 to 9 at error correction level L in byte mode, which is what short texts need; errors are not
/// corrected, so that a module that was drawn wrong shows.
struct QRCodeReader {
    /// In the whole code, and for error correction in each block, by version.
    private static let codewords: [Int: (all: Int, correcting: Int)] = [
        2: (44, 10), 3: (70, 15), 4: (100, 20), 5: (134, 26), 6: (172, 18), 7: (196, 20), 8: (242, 24), 9: (292, 30),
    ]
    private static let alignment = [
        2: [18], 3: [22], 4: [26], 5: [30], 6: [34], 7: [22, 38], 8: [24, 42], 9: [26, 46],
    ]
    private static let quietZone = 4

    private let modules: [[Bool]]
    private let version: Int
    private var width: Int { modules.count }

    /// - Returns: `nil` where the drawing is no code: of another shape, without its quiet zone or its three corners.
    init?(drawing: [String]) {
        let rows = drawing.flatMap { line -> [[Bool]] in
            [line.map { $0 == " " || $0 == "▄" }, line.map { $0 == " " || $0 == "▀" }]
        }
        guard let side = rows.first?.count, rows.allSatisfy({ $0.count == side }), rows.count >= side else {
            return nil
        }
        let zone = Self.quietZone
        let inner = zone..<(side - zone)
        guard rows[..<zone].allSatisfy({ !$0.contains(true) }),
            rows[(side - zone)...].allSatisfy({ !$0.contains(true) })
        else { return nil }
        modules = rows[inner].map { Array($0[inner]) }
        guard (modules.count - 17) % 4 == 0 else { return nil }
        version = (modules.count - 17) / 4
        let last = modules.count - 7
        guard Self.codewords[version] != nil, isFinder(0, 0), isFinder(0, last), isFinder(last, 0) else { return nil }
    }

    /// A dark square of 3 in a light ring in a dark ring.
    private func isFinder(_ row: Int, _ column: Int) -> Bool {
        (0..<7).allSatisfy { y in
            (0..<7).allSatisfy { x in modules[row + y][column + x] == (max(abs(y - 3), abs(x - 3)) != 2) }
        }
    }

    /// `nil` where it holds something else than bytes of UTF-8 at level L.
    var text: String? {
        let format =
            (0..<15).reduce(0) { bits, number in
                let (row, column) =
                    number < 6 ? (number, 8) : number < 7 ? (7, 8) : number < 9 ? (8, 15 - number) : (8, 14 - number)
                return bits | (modules[row][column] ? 1 << number : 0)
            } ^ 0x5412
        guard format >> 13 == 1, let (all, correcting) = Self.codewords[version] else { return nil }
        let words = codewords(mask: format >> 10 & 7)
        let blocks = version < 6 ? 1 : 2
        let data = (0..<blocks).flatMap { block in
            (0..<(all / blocks - correcting)).map { words[$0 * blocks + block] }
        }
        let bits = data.flatMap { word in (0..<8).map { word >> (7 - $0) & 1 } }
        func number(_ from: Int, _ count: Int) -> Int { bits[from..<(from + count)].reduce(0) { $0 << 1 | $1 } }
        guard number(0, 4) == 4, 12 + number(4, 8) * 8 <= bits.count else { return nil }
        let bytes = (0..<number(4, 8)).map { UInt8(number(12 + $0 * 8, 8)) }
        return String(validating: bytes, as: UTF8.self)
    }

    /// In pairs of columns from the right, up and down by turns.
    private func codewords(mask: Int) -> [Int] {
        var bits: [Int] = []
        var right = width - 1
        while right >= 1 {
            if right == 6 { right = 5 }
            for step in 0..<width {
                let row = (right + 1) & 2 == 0 ? width - 1 - step : step
                for column in [right, right - 1] where !isFunction(row, column) {
                    bits.append(modules[row][column] != Self.isMasked(mask, row, column) ? 1 : 0)
                }
            }
            right -= 2
        }
        return stride(from: 0, to: bits.count - 7, by: 8).map { bits[$0..<($0 + 8)].reduce(0) { $0 << 1 | $1 } }
    }

    private func isFunction(_ row: Int, _ column: Int) -> Bool {
        if row == 6 || column == 6 { return true }
        if row < 9 && (column < 9 || column >= width - 8) || row >= width - 8 && column < 9 { return true }
        if version >= 7, row < 6 && column >= width - 11 || column < 6 && row >= width - 11 { return true }
        let centres = [6] + (Self.alignment[version] ?? [])
        let last = centres[centres.count - 1]
        return centres.contains { y in
            centres.contains { x in
                let isCorner = (y == 6 && (x == 6 || x == last)) || (y == last && x == 6)
                return !isCorner && abs(row - y) <= 2 && abs(column - x) <= 2
            }
        }
    }

    private static func isMasked(_ mask: Int, _ row: Int, _ column: Int) -> Bool {
        switch mask {
        case 0: (row + column) % 2 == 0
        case 1: row % 2 == 0
        case 2: column % 3 == 0
        case 3: (row + column) % 3 == 0
        case 4: (row / 2 + column / 3) % 2 == 0
        case 5: row * column % 2 + row * column % 3 == 0
        case 6: (row * column % 2 + row * column % 3) % 2 == 0
        default: ((row + column) % 2 + row * column % 3) % 2 == 0
        }
    }
}
