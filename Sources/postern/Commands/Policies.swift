internal import ArgumentParser
internal import Model

struct Policies: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Policies: managed ones with versions, inline ones, and control policies of the account.",
        groupedSubcommands: [
            CommandGroup(
                name: "Managed, and control policies",
                subcommands: [
                    Create.self, Get.self, List.self, Delete.self, Entities.self, Versions.self, Attach.self,
                    Detach.self, Attached.self,
                ]
            ),
            CommandGroup(name: "Inline", subcommands: [Put.self, Show.self, Remove.self, InlineList.self]),
            CommandGroup(name: "Offline", subcommands: [Check.self, Test.self, Lint.self, Format.self]),
        ]
    )

    struct Create: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Make a managed policy.")
        @Argument(help: "The new policy's name.") var name: String
        @OptionGroup var document: DocumentArgument
        @Option(help: "What it is for.") var description = ""
        @OptionGroup var place: PathOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let request = CreatePolicyRequest(
                policyName: name,
                path: place.path,
                policyDocument: try document.text(),
                description: description
            )
            try await daemon.show(request, "Policy")
        }
    }

    struct Get: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Show a managed policy.")
        @Argument(help: "The policy's name or ARN.", completion: .policies) var policy: String
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.show(GetPolicyRequest(policyARN: try await daemon.arn(of: .policy, policy)), "Policy")
        }
    }

    struct List: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "List managed policies.")
        @Flag(help: "Only those that are attached to something.") var onlyAttached = false
        @Option(help: "Only those of AWS, of which none is built in, or of the account.") var scope: Scope?
        @Option(help: "Only those that something has as a policy, or as its boundary.") var usage: Usage?
        @OptionGroup var filter: PrefixOptions
        @OptionGroup var page: PageOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let request = ListPoliciesRequest(
                pathPrefix: filter.pathPrefix,
                onlyAttached: onlyAttached,
                scope: scope?.filter ?? .all,
                policyUsageFilter: usage?.filter ?? .any
            )
            let columns = ["PolicyName", "Arn", "DefaultVersionId", "AttachmentCount", "UpdateDate", "Description"]
            try await daemon.list(request, page, "Policies", columns: columns)
        }
    }

    struct Delete: PosternCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete a managed policy that is attached nowhere and has one version."
        )
        @Argument(help: "The policy's name or ARN.", completion: .policies) var policy: String
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let request = DeletePolicyRequest(policyARN: try await daemon.arn(of: .policy, policy))
            try await daemon.done(request, "policy `\(policy)` is deleted")
        }
    }

    struct Entities: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "List who has a managed policy, or is bounded by it.")
        @Argument(help: "The policy's name or ARN.", completion: .policies) var policy: String
        @OptionGroup var filter: PrefixOptions
        @OptionGroup var page: PageOptions
        @Option(help: "Only those of this kind.") var kind: Kind?
        @Option(help: "Only those that have it as a policy, or as their boundary.") var usage: Usage?
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let arn = try await daemon.arn(of: .policy, policy)
            let request = ListEntitiesForPolicyRequest(
                policyARN: arn,
                pathPrefix: filter.pathPrefix,
                entityFilter: kind?.filter ?? .any,
                policyUsageFilter: usage?.filter ?? .any
            )
            let response = Document(reflecting: try await daemon.pages(request, page))
            guard !daemon.output.isJSON else { return daemon.output.printJSON(response) }
            let kinds = [("user", "PolicyUsers"), ("group", "PolicyGroups"), ("role", "PolicyRoles")]
            let rows = kinds.flatMap { kind, key in
                response[key].items.map { [kind, $0["Name"].cell, $0["Id"].cell].map { Table.Cell($0) } }
            }
            daemon.output.print(Table(header: ["KIND", "NAME", "ID"], rows: rows))
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a policy without the daemon, and tell where it is wrong."
        )
        @OptionGroup var document: DocumentArgument
        @Option(help: "What it is for.") var kind = PolicyKind.identity
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func run() throws {
            try PolicyCheck(kind: kind).run(try document.text(), name: document.file, global.output)
        }
    }
}
