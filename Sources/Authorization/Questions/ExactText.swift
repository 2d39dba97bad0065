/// A text as a key, compared byte for byte: `String`'s `==` would take two Unicode forms for one.
struct ExactText: Hashable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (left: ExactText, right: ExactText) -> Bool {
        // One storage answers at once, and so do two texts of ASCII: as many bytes, and equal.
        guard left.text.utf8.count == right.text.utf8.count, left.text == right.text else { return false }
        return left.text.utf8Span.isKnownASCII || left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// Equal bytes hash alike; so may two Unicode forms, which does no harm.
    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
