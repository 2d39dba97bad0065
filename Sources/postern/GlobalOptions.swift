internal import ArgumentParser
internal import Client
internal import FoundationEssentials
internal import Model

/// The options that every verb takes.
struct GlobalOptions: ParsableArguments {
    static let standardSocket = "/run/postern/postern.sock"

    @Option(
        help: ArgumentHelp("The daemon's socket; else POSTERN_SOCKET, else the system's.", valueName: "path"),
        completion: .file()
    )
    var socket: String?

    @Flag(help: "Print one JSON document, with AWS's names.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Act with the session token in this file; `-` reads it from standard input.",
            valueName: "file"
        ),
        completion: .file()
    )
    var tokenFile: String?

    @Flag(help: "Act as this process's own user, whatever session there is.")
    var noSession = false

    @Option(help: "How long to wait for an answer, such as 30s or 2m.")
    var timeout = LengthOfTime(seconds: 30)

    @Option(help: ArgumentHelp("Wait until the account is at least at this revision.", valueName: "revision"))
    var atLeast: UInt64 = 0

    /// The path of the socket that is asked.
    var socketPath: String {
        let environment = ProcessInfo.processInfo.environment["POSTERN_SOCKET"] ?? ""
        return socket ?? (environment.isEmpty ? Self.standardSocket : environment)
    }

    var output: Output { Output(json: json) }

    /// The token to act with; empty for the process's own identity.
    func token() throws(Complaint) -> String {
        if noSession { return "" }
        if let tokenFile { return try TextFile.line(tokenFile, bytesMax: Limits.tokenBytesMax, what: "the token") }
        if let token = ProcessInfo.processInfo.environment["POSTERN_TOKEN"], !token.isEmpty { return token }
        guard let session = try SessionCache(socket: socketPath).sessions().last else { return "" }
        guard session.expiration > Int64(Date().timeIntervalSince1970) else {
            throw Complaint(
                "the session of `\(session.arn)` ended at \(Moment.text(session.expiration))",
                next: "run `postern sign-in`, or `postern sign-out` to act as this process's own user"
            )
        }
        return session.token
    }

    /// Moves global options that stand in front of the verb to the end, where the verb looks for them.
    static func movedBehindVerb(_ arguments: [String], of root: any ParsableCommand.Type) -> [String] {
        let flags: Set = ["--json", "--no-session"]
        let withValue: Set = ["--socket", "--token-file", "--timeout", "--at-least"]
        var command = root
        var rest = arguments[...]
        var words: [String] = []
        var moved: [String] = []
        while let first = rest.first, !command.configuration.subcommands.isEmpty {
            let name = first.split(separator: "=", maxSplits: 1).first.map(String.init) ?? first
            if flags.contains(first) || (withValue.contains(name) && name != first) {
                moved.append(rest.removeFirst())
            } else if withValue.contains(first), rest.count > 1 {
                moved += [rest.removeFirst(), rest.removeFirst()]
            } else if let next = command.configuration.subcommands.first(where: { $0._commandName == first }) {
                words.append(rest.removeFirst())
                command = next
            } else {
                break
            }
        }
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        return words + Array(rest[..<end]) + moved + Array(rest[end...])
    }
}
