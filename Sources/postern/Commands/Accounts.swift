internal import ArgumentParser
internal import Model

struct Accounts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "The account as a whole.",
        subcommands: [Summary.self, Details.self, Alias.self]
    )

    struct Summary: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Show how full the account is.")
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let entries = try await daemon.call(GetAccountSummaryRequest()).summaryMap
            let members = entries.map { Document.Member(key: $0.key, value: .number("\($0.value)")) }
            daemon.output.show(.object([.init(key: "SummaryMap", value: .object(members))]), "SummaryMap")
        }
    }

    struct Details: PosternCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show everything that decides what identities may do."
        )
        @Option(help: "Only User, Group, Role or LocalManagedPolicy; may be given again.") var filter: [String] = []
        @OptionGroup var page: PageOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let request = GetAccountAuthorizationDetailsRequest(filter: filter)
            daemon.output.show(Document(reflecting: try await daemon.pages(request, page)))
        }
    }

    struct Alias: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The account's alias.",
            subcommands: [Create.self, Delete.self, List.self]
        )

        struct Create: PosternCommand {
            static let configuration = CommandConfiguration(abstract: "Give the account an alias.")
            @Argument(help: "The alias.") var alias: String
            @OptionGroup(title: "Global options") var global: GlobalOptions

            func perform(_ daemon: Daemon) async throws {
                let request = CreateAccountAliasRequest(accountAlias: alias)
                try await daemon.done(request, "the account is also called `\(alias)`")
            }
        }

        struct Delete: PosternCommand {
            static let configuration = CommandConfiguration(abstract: "Take the account's alias away.")
            @Argument(help: "The alias.") var alias: String
            @OptionGroup(title: "Global options") var global: GlobalOptions

            func perform(_ daemon: Daemon) async throws {
                let request = DeleteAccountAliasRequest(accountAlias: alias)
                try await daemon.done(request, "the account is no longer called `\(alias)`")
            }
        }

        struct List: PosternCommand {
            static let configuration = CommandConfiguration(abstract: "Show the account's alias.")
            @OptionGroup(title: "Global options") var global: GlobalOptions

            func perform(_ daemon: Daemon) async throws {
                let response = Document(reflecting: try await daemon.call(ListAccountAliasesRequest()))
                guard !daemon.output.isJSON else { return daemon.output.printJSON(response) }
                daemon.output.printLines(response["AccountAliases"].items.map(\.cell))
            }
        }
    }
}
