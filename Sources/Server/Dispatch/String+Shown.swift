extension String {
    /// The text as a message shows it: in back-ticks, cut to 128 characters, with nothing but visible ASCII.
    var shown: String {
        var text = ""
        for scalar in unicodeScalars.prefix(128) {
            let isPlain = scalar.value >= 0x20 && scalar.value < 0x7F && scalar != "`"
            text.unicodeScalars.append(isPlain ? scalar : "?")
        }
        return unicodeScalars.count > 128 ? "`\(text)…`" : "`\(text)`"
    }
}
