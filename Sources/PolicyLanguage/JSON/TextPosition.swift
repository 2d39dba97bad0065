/// A place in a policy's text: line and column over UTF-8 bytes, both from 1.
package struct TextPosition: Hashable, Sendable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// A text of a policy with the place where it stood.
///
/// Two of them are equal when their bytes are, wherever they stood, so that a printed and parsed document
/// equals its original.
package struct LocatedText: Hashable, Sendable {
    package let text: String
    package let position: TextPosition

    package init(text: String, position: TextPosition) {
        self.text = text
        self.position = position
    }

    package static func == (left: LocatedText, right: LocatedText) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}
