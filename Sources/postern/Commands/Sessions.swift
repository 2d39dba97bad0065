internal import ArgumentParser
internal import Model

struct AssumeRole: PosternCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take on a role; `postern sign-out` puts it down again."
    )
    @Argument(help: "The role's name or ARN.", completion: .roles) var role: String
    @Option(help: "The session's name, which shows in its ARN; 2 to 64 characters.") var sessionName: String
    @Option(help: "The external id that the role's trust policy asks for.") var externalID = ""
    @OptionGroup var session: SessionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ daemon: Daemon) async throws {
        let principal = role.hasPrefix("arn:") || role.hasPrefix("role/") ? role : "role/\(role)"
        let request = AssumeRoleRequest(
            roleARN: try await daemon.principal(principal),
            roleSessionName: sessionName,
            durationSeconds: session.seconds,
            externalID: externalID
        )
        let response = try await daemon.call(request)
        try session.take(response.session, response, isOnTop: true, daemon)
    }
}

struct Sessions: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sessions of others.",
        subcommands: [Revoke.self]
    )

    struct Revoke: PosternCommand {
        static let configuration = CommandConfiguration(
            abstract: "End every session of a user or role that began until now, or one session."
        )
        @Argument(help: "A user's name, role/NAME, or an ARN.") var principal: String?
        @Option(help: "One session, by its id.") var sessionID: String?
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func validate() throws {
            guard (principal == nil) != (sessionID == nil) else {
                throw ValidationError("Give either PRINCIPAL or --session-id.")
            }
        }

        func perform(_ daemon: Daemon) async throws {
            var request = RevokeSessionsRequest(sessionID: sessionID ?? "")
            if let principal { request.principalARN = try await daemon.principal(principal) }
            let whose = principal.map { "the sessions of `\($0)` are" } ?? "session `\(sessionID ?? "")` is"
            try await daemon.done(request, "\(whose) ended")
        }
    }
}
