internal import ArgumentParser
internal import Model

/// A question, which asks whether a principal may do something to something.
struct QuestionArguments: ParsableArguments {
    static let principalHelp: ArgumentHelp = """
        A user's name, `me`, `root`, assumed-role/ROLE/SESSION, an ARN, or @FILE for the holder of the session token in \
        that file.
        """

    @Argument(help: principalHelp) var principal: String
    @Argument(help: "Such as s3:GetObject.") var action: String
    @Argument(help: "An ARN; `*` for actions that have no resource.") var resource = "*"
    @OptionGroup var facts: FactOptions

    func question(_ daemon: Daemon) async throws -> AuthorizeRequest {
        var question = try facts.question()
        question.action = action
        question.resource = resource
        try await question.setPrincipal(principal, daemon)
        return question
    }
}

/// What is known beside the question itself.
struct FactOptions: ParsableArguments {
    @Option(
        name: .customLong("context"),
        parsing: .upToNextOption,
        help: ArgumentHelp("Condition keys; a key that is given again has several values.", valueName: "key=value")
    )
    var context: [KeyValue] = []

    @Option(
        help: ArgumentHelp("The policy of the resource itself; `-` is standard input.", valueName: "file"),
        completion: .file()
    )
    var resourcePolicy: String?

    @Option(help: ArgumentHelp("The account that owns the resource.", valueName: "account"))
    var resourceAccount = ""

    /// The question with the facts only.
    func question() throws(Complaint) -> AuthorizeRequest {
        var entries: [ContextEntry] = []
        for fact in context {
            if let known = entries.firstIndex(where: { $0.key == fact.key }) {
                entries[known].values.append(fact.value)
            } else {
                entries.append(ContextEntry(key: fact.key, values: [fact.value]))
            }
        }
        var policy = ""
        if let resourcePolicy { policy = try PolicyFile.read(resourcePolicy) }
        return AuthorizeRequest(context: entries, resourcePolicy: policy, resourceAccount: resourceAccount)
    }
}

extension AuthorizeRequest {
    /// `me` is whoever calls, `@FILE` whoever holds the token in it.
    mutating func setPrincipal(_ text: String, _ daemon: Daemon) async throws {
        if text.hasPrefix("@") {
            let file = String(text.dropFirst())
            principalToken = try TextFile.line(file, bytesMax: Limits.tokenBytesMax, what: "the token")
        } else if text != "me" {
            principal = try await daemon.principal(text)
        }
    }
}
