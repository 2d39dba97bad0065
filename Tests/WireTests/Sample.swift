import Model
import Testing
import Wire

/// A value of a message, for tests that walk all messages.
struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    /// What encoding and decoding make of the value; equal to it where nothing is lost.
    let roundTrip: @Sendable ([UInt8]) throws(WireError) -> Bool
    /// Whether some bytes are a message of this kind, and why not.
    let decode: @Sendable ([UInt8]) throws(WireError) -> Void
    let bytes: [UInt8]
    /// The path of the RPC that the message is the request of, and the name of what answers it.
    let rpc: (path: String, response: String)?

    init<M: WireMessage & Equatable>(_ message: M) {
        name = M.wireName
        bytes = encode(message)
        decode = { bytes throws(WireError) in _ = try Wire.decode(M.self, from: bytes) }
        roundTrip = { bytes throws(WireError) in try Wire.decode(M.self, from: bytes) == message }
        rpc = (M.self as? any WireCall.Type).map { Self.named($0) }
    }

    private static func named<C: WireCall>(_ type: C.Type) -> (path: String, response: String) {
        (C.rpc.rawValue, C.Response.wireName)
    }

    var testDescription: String { name }
}
