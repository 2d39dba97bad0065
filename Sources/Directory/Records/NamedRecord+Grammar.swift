extension NamedRecord {
    /// What is wrong with the name or the path; ARNs are made of them without looking again.
    ///
    /// Each kind's own length is its maker's business: this is what any name of AWS's must be.
    var nameFault: String? {
        guard (1...128).contains(name.utf8.count), name.utf8.allSatisfy(Self.isNameByte) else {
            return "its name is outside the grammar"
        }
        let path = path.utf8
        guard (1...512).contains(path.count), path.first == UInt8(ascii: "/"), path.last == UInt8(ascii: "/"),
            path.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return "its path is outside the grammar" }
        return nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "="),
            UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "@"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
