internal import ArgumentParser
internal import Model

struct Batch: PosternCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask many questions at once, all judged at one revision.",
        discussion: """
            The file holds JSON: one item a line, or one array of items. An item has Principal, Action, Resource, Context \
            (an object of keys to a value or a list of values), ResourcePolicy and ResourceAccount; what an item leaves out \
            it takes from the options.

            Exit code 0 where everything that was judged is allowed (with --rule stop-at-first-allow: where something is), \
            1 where not, 2 where an item was refused.
            """
    )

    enum Rule: String, CaseIterable, ExpressibleByArgument {
        case all
        case stopAtFirstDeny = "stop-at-first-deny"
        case stopAtFirstAllow = "stop-at-first-allow"

        var executionRule: ExecutionRule {
            switch self {
            case .all: .all
            case .stopAtFirstDeny: .stopAtFirstDeny
            case .stopAtFirstAllow: .stopAtFirstAllow
            }
        }
    }

    @Argument(help: "The file with the items; `-` is standard input.", completion: .file()) var file: String
    @Option(help: QuestionArguments.principalHelp) var principal = "me"
    @Option(help: "The action of items that name none.") var action = ""
    @Option(help: "The resource of items that name none.") var resource = ""
    @Option(help: "When to end early.") var rule = Rule.all
    @OptionGroup var facts: FactOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ daemon: Daemon) async throws {
        var shared = try facts.question()
        shared.action = action
        shared.resource = resource
        try await shared.setPrincipal(principal, daemon)
        let text = try TextFile.read(file, bytesMax: Limits.frameBytesMax, what: "the batch")
        var items: [BatchItem] = []
        var principals: [String: String] = [:]
        for line in try BatchLine.lines(of: text) {
            var item = line.item
            if !item.principal.isEmpty {
                let name = item.principal
                let arn: String
                if let known = principals[name] { arn = known } else { arn = try await self.arn(of: name, daemon) }
                principals[name] = arn
                item.principal = arn
            }
            items.append(item)
        }
        let request = BatchAuthorizeRequest(shared: shared, items: items, rule: rule.executionRule)
        let response = try await daemon.call(request)
        show(response, request, daemon.output)
        try leave(response.results)
    }

    /// One item that names nobody spoils only its own answer: the daemon is asked about a user that is not there.
    private func arn(of principal: String, _ daemon: Daemon) async throws -> String {
        do {
            return try await daemon.principal(principal)
        } catch let refusal as Refusal where refusal.status == .notFound || refusal.status == .invalidArgument {
            return try await daemon.arn(of: .user, principal)
        }
    }

    private func show(_ response: BatchAuthorizeResponse, _ request: BatchAuthorizeRequest, _ output: Output) {
        guard !output.isJSON else { return output.printJSON(Document(reflecting: response)) }
        let rows = zip(request.items, response.results).enumerated().map { place, pair -> [Table.Cell] in
            let (item, result) = pair
            let isRefused = !result.errorCode.isEmpty
            let reason = isRefused ? result.errorMessage : result.statements.first?.sentence ?? ""
            return [
                .init("\(place + 1)"),
                .init(PlainText.line(isRefused ? result.errorCode : result.decision.word), result.decision.tone),
                .init(PlainText.line(item.principal.isEmpty ? principal : item.principal)),
                .init(PlainText.line(item.action.isEmpty ? action : item.action)),
                .init(PlainText.line(item.resource.isEmpty ? resource : item.resource)),
                .init(PlainText.line(reason), .faint),
            ]
        }
        output.print(Table(header: ["ITEM", "DECISION", "PRINCIPAL", "ACTION", "RESOURCE", "REASON"], rows: rows))
    }

    private func leave(_ results: [BatchResult]) throws {
        if results.contains(where: { $0.decision == .unspecified }) { throw Exit.couldNotAsk }
        let isAllowed =
            rule == .stopAtFirstAllow
            ? results.contains { $0.decision == .allow } : results.allSatisfy { $0.decision == .allow }
        if !isAllowed { throw Exit.denied }
    }
}
