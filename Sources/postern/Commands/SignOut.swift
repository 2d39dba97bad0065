internal import ArgumentParser
internal import Client
internal import FoundationEssentials
internal import Model

struct SignOut: PosternCommand {
    static let configuration = CommandConfiguration(
        abstract: "End the session, and go back to the one before it where a role was assumed.",
        discussion: "With --token-file or POSTERN_TOKEN that session is ended, and what is kept stays."
    )
    static let actsWithoutSession = true

    @Flag(help: "End all sessions that are kept for this socket.") var all = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ daemon: Daemon) async throws {
        let environment = ProcessInfo.processInfo.environment["POSTERN_TOKEN"] ?? ""
        if global.tokenFile != nil || (!environment.isEmpty && !global.noSession) {
            let revision = try await daemon.answer(SignOutRequest(), token: try global.token()).revision
            return daemon.output.done("the session is ended", at: revision)
        }
        let cache = SessionCache(socket: global.socketPath)
        var sessions = try cache.sessions()
        guard !sessions.isEmpty else { throw Complaint("nobody is signed in") }
        repeat {
            let session = sessions.removeLast()
            let revision = try await end(session, daemon)
            try cache.replace(with: sessions)
            daemon.output.done("\(session.arn) is signed out", at: revision)
        } while all && !sessions.isEmpty
    }

    /// Ends a session; one that the daemon no longer believes has ended already.
    private func end(_ session: CachedSession, _ daemon: Daemon) async throws -> Revision {
        do {
            return try await daemon.answer(SignOutRequest(), token: session.token).revision
        } catch let refusal as Refusal where refusal.status == .unauthenticated {
            return .zero
        }
    }
}

struct WhoAmI: PosternCommand {
    static let configuration = CommandConfiguration(
        commandName: "whoami",
        abstract: "Show who you are to the daemon."
    )
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ daemon: Daemon) async throws {
        try await daemon.show(GetCallerIdentityRequest())
    }
}
