internal import Model

extension String {
    /// The text as a message shows it: in back-ticks, cut to 64 characters, without controls and back-ticks.
    var shown: String {
        var text = ""
        for scalar in unicodeScalars.prefix(64) {
            let isUnsafe = scalar == "`" || scalar.properties.generalCategory.isInvisible
            text.unicodeScalars.append(isUnsafe ? "?" : scalar)
        }
        return unicodeScalars.count > 64 ? "`\(text)…`" : "`\(text)`"
    }
}

extension UniqueID {
    var shown: String { "`\(description)`" }
}

extension Unicode.GeneralCategory {
    /// Whether a scalar of this category could change what a terminal shows of the text around it.
    var isInvisible: Bool {
        switch self {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}
