/// A pair that goes with a call, as gRPC metadata does.
package struct MetadataPair: Hashable, Sendable {
    /// Lower case, 1 to 64 bytes.
    package var key: String
    /// At most 1,024 bytes.
    package var value: String

    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }

    /// More pairs in one call are refused before they are kept.
    static let countMax = 16
    static let keyBytesMax = 64
    static let valueBytesMax = 1_024
}
