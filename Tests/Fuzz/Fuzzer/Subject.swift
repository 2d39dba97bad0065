/// What a fuzzer feeds: a place where bytes from outside come in.
///
/// Nothing may trap, and what must hold is checked: libFuzzer keeps the input of a check that fails.
enum Subject: String, CaseIterable {
    /// The stream of a connection.
    case frame
    /// The bytes of one message.
    case message
    /// The text of a policy, with a request for it.
    case policy
    /// What the store keeps under a key.
    case record
    /// A session token.
    case token

    /// The one that the command line names.
    static let chosen = allCases.first { CommandLine.arguments.contains("--\($0)") }

    func run(_ bytes: [UInt8]) {
        switch self {
        case .frame: Self.frames(bytes)
        case .message: Self.message(bytes)
        case .policy: Self.policy(bytes)
        case .record: Self.record(bytes)
        case .token: Self.token(bytes)
        }
    }
}
