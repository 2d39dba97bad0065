/// Colours, where the terminal has them and nobody asked for none.
///
/// NO_COLOR: https://no-color.org
struct Style {
    enum Tone: String {
        case good = "32"
        case bad = "31"
        case faint = "2"
        case heading = "1"
    }

    let hasColours: Bool

    func tinted(_ text: String, _ tone: Tone?) -> String {
        guard hasColours, let tone, !text.isEmpty else { return text }
        return "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m"
    }

    func good(_ text: String) -> String { tinted(text, .good) }
    func bad(_ text: String) -> String { tinted(text, .bad) }
    func faint(_ text: String) -> String { tinted(text, .faint) }
}
