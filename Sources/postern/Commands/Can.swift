internal import ArgumentParser
internal import Model

struct Can: PosternCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask whether a principal may do something; exit code 0 if so, 1 if not, 2 if it could not be asked.",
        discussion: """
            Examples:
              postern can alice s3:GetObject arn:aws:s3:::photos/1.jpg
              postern can @token.txt orders:Refund arn:aws:orders:::order/7
            """
    )
    @OptionGroup var arguments: QuestionArguments
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ daemon: Daemon) async throws {
        let response = try await daemon.call(try await arguments.question(daemon))
        let output = daemon.output
        if output.isJSON {
            output.printJSON(Document(reflecting: response))
        } else {
            output.printLines([output.style.tinted(response.decision.word, response.decision.tone)])
            if output.isTerminal {
                output.printLines(response.statements.map { output.style.faint("  by \($0.sentence)") })
            }
        }
        try response.decision.leave()
    }
}

struct Why: PosternCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask why a question is answered as it is, and what would be needed for an allow."
    )
    @OptionGroup var arguments: QuestionArguments
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ daemon: Daemon) async throws {
        let response = try await daemon.call(ExplainRequest(question: try await arguments.question(daemon)))
        if daemon.output.isJSON {
            daemon.output.printJSON(Document(reflecting: response))
        } else {
            daemon.output.printLines(Story(response, style: daemon.output.style).lines)
        }
        try response.decision.leave()
    }
}

extension DecisionOutcome {
    /// Ends the run with the exit code that says what was decided.
    func leave() throws {
        switch self {
        case .allow: return
        case .explicitDeny, .implicitDeny: throw Exit.denied
        case .unspecified: throw Exit.couldNotAsk
        }
    }
}
