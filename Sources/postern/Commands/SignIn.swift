internal import ArgumentParser
internal import Model

struct SignIn: PosternCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sign in with name and password, and with an MFA code where the user has a device.",
        discussion: "The session is kept for the next runs, until `postern sign-out`."
    )
    static let actsWithoutSession = true

    /// How often a mistyped code may be typed again.
    private static let codesMax = 3

    @Argument(help: "The user.", completion: .users) var name: String
    @OptionGroup var session: SessionOptions
    @OptionGroup var password: PasswordOptions
    @OptionGroup var code: CodeOptions
    @OptionGroup var newPassword: NewPasswordOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ daemon: Daemon) async throws {
        let request = SignInRequest(
            userName: name,
            password: try password.secret.read(prompt: "Password for \(name): "),
            durationSeconds: session.seconds
        )
        let first = try await daemon.call(request)
        var answer = AnswerChallengeResponse(session: first.session, challenge: first.challenge)
        // Each answer settles what its challenge asked; a daemon that asks on for ever is not believed.
        for _ in 0..<4 {
            guard let challenge = answer.challenge, answer.session == nil else { break }
            answer = try await self.answer(challenge, daemon)
        }
        try session.take(answer.session, answer, isOnTop: false, daemon)
    }

    private func answer(_ challenge: Challenge, _ daemon: Daemon) async throws -> AnswerChallengeResponse {
        var request = AnswerChallengeRequest(challengeToken: challenge.token)
        if challenge.kinds.contains(.newPassword) {
            StandardError.write("the password must be changed\n")
            request.newPassword = try newPassword.secret.read(prompt: "New password: ", isNew: true)
        }
        guard challenge.kinds.contains(.mfaCode) else { return try await daemon.call(request) }
        var codesLeft = code.secret.isFromTerminal ? Self.codesMax : 1
        while true {
            request.mfaCode = try code.secret.read(prompt: "MFA code: ")
            codesLeft -= 1
            do {
                return try await daemon.call(request)
            } catch let refusal as Refusal where refusal.code == "InvalidAuthenticationCode" && codesLeft > 0 {
                StandardError.write("postern: \(Complaint.text(of: refusal, words: ["sign-in"]))\n")
            }
        }
    }
}

struct KeySignIn: PosternCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign-in",
        abstract: "Sign in with an access key and its secret.",
        discussion: "For a program: --secret-file F --print-token gives a token and leaves nothing behind."
    )
    static let actsWithoutSession = true

    @Argument(help: "The key, AKIA….") var id: String
    @OptionGroup var session: SessionOptions
    @OptionGroup var secret: KeySecretOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ daemon: Daemon) async throws {
        let request = AuthenticateAccessKeyRequest(
            accessKeyID: id,
            secretAccessKey: try secret.secret.read(prompt: "Secret of \(id): "),
            durationSeconds: session.seconds
        )
        let response = try await daemon.call(request)
        try session.take(response.session, response, isOnTop: false, daemon)
    }
}
