internal import CQREncode

/// A QR code drawn with half blocks, two rows of modules a line, with the quiet zone of four modules around it.
///
/// Light modules are drawn and dark ones left out, as terminals are dark; with colours it holds on light ones too.
@safe
struct QRCode {
    private static let quietZone = 4

    /// Row by row, whether a module is dark.
    private let modules: [Bool]
    private let width: Int

    /// - Returns: `nil` where the text is too long for a QR code.
    init?(_ text: String) {
        // SAFETY: the library copies the text, and gives `width` × `width` bytes that live until QRcode_free.
        guard let code = unsafe QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L) else { return nil }
        defer { unsafe QRcode_free(code) }
        let width = unsafe Int(code.pointee.width)
        guard let data = unsafe code.pointee.data else { return nil }
        self.width = width
        self.modules = unsafe UnsafeBufferPointer(start: data, count: width * width).map { $0 & 1 == 1 }
    }

    func lines(_ style: Style) -> [String] {
        let range = -Self.quietZone..<(width + Self.quietZone)
        return stride(from: range.lowerBound, to: range.upperBound, by: 2).map { row in
            let line = range.map { column in
                switch (isDark(row, column), isDark(row + 1, column)) {
                case (false, false): "█"
                case (false, true): "▀"
                case (true, false): "▄"
                case (true, true): " "
                }
            }.joined()
            return style.hasColours ? "\u{1B}[40;97m\(line)\u{1B}[0m" : line
        }
    }

    private func isDark(_ row: Int, _ column: Int) -> Bool {
        guard (0..<width).contains(row), (0..<width).contains(column) else { return false }
        return modules[row * width + column]
    }
}
