import Foundation
import Testing

/// The nouns and verbs of `postern`, as it tells of them itself.
struct CommandTree: Decodable, Sendable {
    struct Command: Decodable, Sendable {
        let commandName: String
        let abstract: String?
        let subcommands: [Command]?
        let arguments: [Argument]?
    }

    struct Argument: Decodable, Sendable {
        struct Name: Decodable, Sendable {
            let name: String
        }

        let kind: String
        let valueName: String?
        let abstract: String?
        let isOptional: Bool
        let names: [Name]?

        /// `--name`; empty for what has no name.
        var option: String { names?.first.map { "--\($0.name)" } ?? "" }
    }

    /// A verb with all the words that name it.
    struct Verb: Sendable, CustomTestStringConvertible {
        let words: [String]
        let command: Command

        var name: String { words.joined(separator: " ") }
        var testDescription: String { name }
        var arguments: [Argument] { command.arguments ?? [] }

        /// A line that the parser takes: what must be there, and where one of several must be, the first of them.
        func line(value: String) -> [String] {
            var line = words
            for argument in arguments where !argument.isOptional {
                switch argument.kind {
                case "positional": line.append(value)
                case "option": line += [argument.option, "1h"]
                default: break
                }
            }
            let options = arguments.map(\.option)
            if options.contains("--user"), options.contains("--group") { line += ["--user", value] }
            if options.contains("--session-id") { line += ["--session-id", value] }
            return line
        }
    }

    let command: Command

    static func dumped() async throws -> CommandTree {
        let account = try TestAccount()
        let outcome = try await account.postern("--experimental-dump-help")
        return try JSONDecoder().decode(CommandTree.self, from: Data(outcome.output.utf8))
    }

    var verbs: [Verb] { Self.verbs(under: command, words: []) }

    private static func verbs(under command: Command, words: [String]) -> [Verb] {
        let below = (command.subcommands ?? []).filter { $0.commandName != "help" }
        guard !below.isEmpty else { return [Verb(words: words, command: command)] }
        return below.flatMap { verbs(under: $0, words: words + [$0.commandName]) }
    }
}
