/// Text from elsewhere, made safe to print on a terminal.
enum PlainText {
    /// Whether a scalar could steer a terminal or change the order of what stands there.
    ///
    /// Controls (C0, DEL, C1), line and paragraph separators, and the marks that override the direction of writing;
    /// all of them are below U+10000.
    static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// In one line.
    static func line(_ text: String) -> String {
        escape(text) { _ in false }
    }

    /// In as many lines as it has.
    static func lines(_ text: String) -> String {
        escape(text) { $0 == "\n" || $0 == "\t" }
    }

    private static func escape(_ text: String, except keep: (Unicode.Scalar) -> Bool) -> String {
        guard text.unicodeScalars.contains(where: { isHarmful($0) && !keep($0) }) else { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            if isHarmful(scalar), !keep(scalar) {
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}
