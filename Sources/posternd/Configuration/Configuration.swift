import Logging
import PolicyLanguage
import Secrets

/// What the operator decides: options, then the environment, then the file, then these defaults.
struct Configuration: Equatable, Sendable {
    var data = "/var/lib/postern"
    var socket = "/run/postern/postern.sock"
    var masterKeyFile: String?
    var masterKeyCommand: [String] = []
    /// Each `uid:998=role/orders-service`.
    var peers: [String] = []
    var rootPeers = true
    var logLevel = Logger.Level.info
    /// `nil` for as many as the machine suggests.
    var eventLoops: Int?
    /// `nil` for as many as the machine suggests.
    var passwordThreads: Int?
    var passwordMemoryKibibytes = PasswordHash.Parameters.standard.memoryBytes / 1_024
    var passwordPasses = PasswordHash.Parameters.standard.passes
    var passwordPolicy = PasswordPolicy()
    var quotas: [QuotaName: Int] = [:]

    var passwordParameters: PasswordHash.Parameters {
        PasswordHash.Parameters(memoryBytes: passwordMemoryKibibytes * 1_024, passes: passwordPasses)
    }

    static let fileBytesMax = 128 * 1_024

    /// Reads the file, if one is named, and the environment over it.
    static func read(file: String?, environment: (String) -> String?) throws(Failure) -> Configuration {
        var configuration = Configuration()
        if let file { try configuration.apply(file: file) }
        try configuration.apply(environment: environment)
        try configuration.check()
        return configuration
    }

    private mutating func apply(file: String) throws(Failure) {
        let what = "configuration file"
        let bytes = try TextFile.read(path: file, what: what, bytesMax: Self.fileBytesMax)
        let text = try TextFile.text(bytes, what: "\(what) `\(file)`")
        do {
            try apply(text: text)
        } catch {
            throw Failure("\(what) `\(file)`, \(error)")
        }
    }

    /// Takes the content of a configuration file.
    ///
    /// - Throws: What is wrong, with its line and column.
    mutating func apply(text: String) throws(Failure) {
        let node = try Self.json(text)
        guard case .object(let members) = node.value else {
            throw Failure("line 1, column 1: expected an object, found \(node.kind)")
        }
        for member in members {
            do {
                guard let key = ConfigurationKey(rawValue: member.name.text) else {
                    let known = ConfigurationKey.allCases.map(\.rawValue).joined(separator: ", ")
                    throw Failure("there is no key `\(member.name.text)`; the keys are \(known)")
                }
                try set(key, ConfigurationValue(member.node, of: key))
            } catch {
                let place = member.name.position
                throw Failure("line \(place.line), column \(place.column): \(error)")
            }
        }
    }

    private mutating func apply(environment: (String) -> String?) throws(Failure) {
        for key in ConfigurationKey.allCases {
            guard let text = environment(key.environmentName) else { continue }
            do {
                if case .text = key.kind {
                    try set(key, .text(text))
                } else {
                    try set(key, ConfigurationValue(Self.json(text), of: key))
                }
            } catch {
                throw Failure("environment variable \(key.environmentName): \(error)")
            }
        }
    }

    private static func json(_ text: String) throws(Failure) -> JSONNode {
        do {
            return try JSONReader.read(text)
        } catch {
            throw Failure(error.description)
        }
    }

    private mutating func set(_ key: ConfigurationKey, _ value: ConfigurationValue) throws(Failure) {
        switch (key, value) {
        case (.data, .text(let text)): data = text
        case (.socket, .text(let text)): socket = text
        case (.masterKeyFile, .text(let text)): masterKeyFile = text
        case (.masterKeyCommand, .texts(let texts)): masterKeyCommand = texts
        case (.peers, .texts(let texts)):
            peers = texts
            _ = try peerMap()
        case (.rootPeers, .flag(let flag)): rootPeers = flag
        case (.logLevel, .text(let text)): logLevel = try Self.level(named: text)
        case (.eventLoops, .number(let number)): eventLoops = number
        case (.passwordThreads, .number(let number)): passwordThreads = number
        case (.passwordMemoryKibibytes, .number(let number)): passwordMemoryKibibytes = number
        case (.passwordPasses, .number(let number)): passwordPasses = number
        case (.passwordLengthMin, .number(let number)): passwordPolicy.charactersMin = number
        case (.passwordLengthMinWithMFA, .number(let number)): passwordPolicy.charactersMinWithMFA = number
        case (.quotas, .numbers(let numbers)): quotas = try QuotaName.parse(numbers)
        default: throw Failure("`\(key.rawValue)` must be \(key.kind.name)")
        }
    }

    private static func level(named name: String) throws(Failure) -> Logger.Level {
        guard let level = Logger.Level(rawValue: name) else {
            let known = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure("there is no log level `\(name)`; the levels are \(known)")
        }
        return level
    }

    /// What cannot be told from one value alone.
    func check() throws(Failure) {
        if let masterKeyFile, !masterKeyCommand.isEmpty {
            throw Failure("`masterKeyFile` (`\(masterKeyFile)`) and `masterKeyCommand` are both given; keep one")
        }
        if let program = masterKeyCommand.first, !program.hasPrefix("/") {
            throw Failure("the program of `masterKeyCommand` must be an absolute path, and is `\(program)`")
        }
        let (alone, withMFA) = (passwordPolicy.charactersMin, passwordPolicy.charactersMinWithMFA)
        guard withMFA <= alone else {
            throw Failure(
                "`passwordLengthMinWithMFA` (\(withMFA)) must not be more than `passwordLengthMin` (\(alone))"
            )
        }
    }
}
