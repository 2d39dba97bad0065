import Logging
import Secrets

extension Configuration {
    /// Each key with its value as it would stand in the file, and the default of what is not set.
    var shown: [(key: ConfigurationKey, value: String)] {
        ConfigurationKey.allCases.map { ($0, shown($0)) }
    }

    /// The keys whose values differ from another configuration's.
    func changes(to other: Configuration) -> [ConfigurationKey] {
        ConfigurationKey.allCases.filter { shown($0) != other.shown($0) }
    }

    func shown(_ key: ConfigurationKey) -> String {
        switch key {
        case .data: Self.quoted(data)
        case .socket: Self.quoted(socket)
        case .masterKeyFile: masterKeyFile.map(Self.quoted) ?? "not set"
        case .masterKeyCommand: Self.list(masterKeyCommand)
        case .peers: Self.list(peers)
        case .rootPeers: "\(rootPeers)"
        case .logLevel: Self.quoted(logLevel.rawValue)
        case .eventLoops: eventLoops.map(String.init) ?? "not set"
        case .passwordThreads: passwordThreads.map(String.init) ?? "not set"
        case .passwordMemoryKibibytes: "\(passwordMemoryKibibytes)"
        case .passwordPasses: "\(passwordPasses)"
        case .passwordLengthMin: "\(passwordPolicy.charactersMin)"
        case .passwordLengthMinWithMFA: "\(passwordPolicy.charactersMinWithMFA)"
        case .quotas:
            "{"
                + quotas.map { "\(Self.quoted($0.key.rawValue)): \($0.value)" }.sorted().joined(separator: ", ")
                + "}"
        }
    }

    private static func list(_ texts: [String]) -> String {
        "[" + texts.map(quoted).joined(separator: ", ") + "]"
    }

    private static func quoted(_ text: String) -> String { "\"\(LineLog.oneLine(text))\"" }
}
