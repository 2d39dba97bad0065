internal import Directory
internal import Model

/// The id of a policy's version: `v` and its number.
struct VersionID: Hashable, Sendable {
    let number: UInt32

    var text: String { "v\(number)" }

    init(_ number: UInt32) {
        self.number = number
    }

    /// One number has one text: no leading zeros or signs.
    init(parsing text: String) throws(Refusal) {
        guard text.utf8.first == UInt8(ascii: "v"), let number = UInt32(text.dropFirst()), number > 0,
            text.utf8.elementsEqual("v\(number)".utf8)
        else {
            throw .validation("version id \(text.shown) is not of the form `v1`")
        }
        self.number = number
    }
}

extension PolicyRecord {
    func wanted(_ version: VersionID) throws(Refusal) -> PolicyVersionRecord {
        guard let found = versions.first(where: { $0.number == version.number }) else {
            throw .noSuchEntity("policy \(name.shown) has no version `\(version.text)`")
        }
        return found
    }
}
