import Secrets

/// Everything that can be configured: the keys of the configuration file.
///
/// Each also has an environment variable, `POSTERN_` and the key in capitals (`masterKeyFile`:
/// `POSTERN_MASTER_KEY_FILE`), which goes before the file.
enum ConfigurationKey: String, CaseIterable, Sendable {
    case data
    case socket
    case masterKeyFile
    case masterKeyCommand
    case peers
    case rootPeers
    case logLevel
    case eventLoops
    case passwordThreads
    case passwordMemoryKibibytes
    case passwordPasses
    case passwordLengthMin
    case passwordLengthMinWithMFA
    case quotas

    /// What a value looks like in the file.
    enum Kind: Sendable {
        case text
        case flag
        case number(ClosedRange<Int>)
        case texts
        /// An object of numbers.
        case numbers

        var name: String {
            switch self {
            case .text: "a string"
            case .flag: "true or false"
            case .number(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
            case .texts: "a list of strings"
            case .numbers: "an object of whole numbers"
            }
        }
    }

    var kind: Kind {
        switch self {
        case .data, .socket, .masterKeyFile, .logLevel: .text
        case .masterKeyCommand, .peers: .texts
        case .rootPeers: .flag
        case .eventLoops: .number(1...64)
        case .passwordThreads: .number(1...64)
        case .passwordMemoryKibibytes: .number(8...1_048_576)
        case .passwordPasses: .number(1...100)
        case .passwordLengthMin, .passwordLengthMinWithMFA: .number(PasswordPolicy.charactersMinRange)
        case .quotas: .numbers
        }
    }

    var environmentName: String {
        var name = "POSTERN_"
        var last: Character = "_"
        for character in rawValue {
            // An abbreviation such as `MFA` is one word.
            if character.isUppercase, !last.isUppercase { name += "_" }
            name += character.uppercased()
            last = character
        }
        return name
    }

    /// For `--help`; the README says the same at more length.
    var meaning: String {
        switch self {
        case .data: "the account's folder (\(Configuration().data))"
        case .socket: "the socket's path (\(Configuration().socket))"
        case .masterKeyFile:
            "the master key's file, of mode 0600 (systemd's credential `master-key` where there is one, else"
                + " `master.key` in the account's folder)"
        case .masterKeyCommand: "a program and its arguments that print the master key, instead of a file (none)"
        case .peers: "who local processes are: [\"uid:998=role/orders-service\", \"gid:50=user/alice\"] ([])"
        case .rootPeers: "whether root and the daemon's own user act as the account's root user (true)"
        case .logLevel: "trace, debug, info, notice, warning, error or critical (info)"
        case .eventLoops: "threads that serve connections (one for each core, at most 4)"
        case .passwordThreads: "threads that hash passwords (half as many as cores)"
        case .passwordMemoryKibibytes: "memory of one password hash (32768)"
        case .passwordPasses: "passes of one password hash (3)"
        case .passwordLengthMin: "the fewest characters of a new password that is its user's only factor (15)"
        case .passwordLengthMinWithMFA: "the fewest where the user has an MFA device (8)"
        case .quotas: "what the account may hold, where not AWS's default: {\"users\": 10000} ({})"
        }
    }

    /// Whether a running daemon takes a new value on SIGHUP.
    var isReloadable: Bool {
        switch self {
        case .peers, .rootPeers, .logLevel: true
        default: false
        }
    }

    static var help: String {
        let rows = allCases.map { key in
            "  \(key.rawValue): \(key.meaning)\(key.isReloadable ? "; SIGHUP takes a new one" : "")"
        }
        return """
            The configuration file is one JSON object. Each key may also be given in the environment \
            (\(masterKeyFile.environmentName)), which goes before the file; numbers, lists and objects as JSON. \
            Options go before both. The keys, each with its default:

            \(rows.joined(separator: "\n"))
            """
    }
}
