extension String {
    /// The text with letter case folded, character by character.
    ///
    /// ASCII and Unicode letters that have one upper and one lower form, as `equalsIgnoreCase` of AWS's own language
    /// takes them; no normalization, no letter becomes two.
    var caseFolded: String {
        if utf8.allSatisfy({ $0 < 0x80 && !(0x41...0x5A).contains($0) }) { return self }
        var folded = String.UnicodeScalarView()
        for scalar in unicodeScalars { folded.append(scalar.caseFolded) }
        return String(folded)
    }
}

extension Unicode.Scalar {
    fileprivate var caseFolded: Unicode.Scalar {
        if isASCII { return value >= 0x41 && value <= 0x5A ? Unicode.Scalar(UInt8(value) | 0x20) : self }
        let upper = properties.uppercaseMapping.unicodeScalars
        let raised = upper.count == 1 ? upper.first ?? self : self
        let lower = raised.properties.lowercaseMapping.unicodeScalars
        return lower.count == 1 ? lower.first ?? raised : raised
    }
}
