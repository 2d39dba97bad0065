internal import ArgumentParser
internal import Model

struct Roles: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "role",
        abstract: "Roles: permissions that a principal takes on for a while.",
        subcommands: [
            Create.self, Get.self, List.self, Update.self, Trust.self, Delete.self, Tag.self, Untag.self, Tags.self,
            Boundary.self,
        ]
    )

    struct Create: PosternCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a role.",
            discussion: """
                Examples:
                  postern role create Night --trust trust.json --max-session 8h
                """
        )
        @Argument(help: "The new role's name.") var name: String
        @Option(
            help: ArgumentHelp("The trust policy, which says who may assume it.", valueName: "file"),
            completion: .file()
        ) var trust: String
        @Option(help: "What it is for.") var description = ""
        @Option(help: "The longest session, 1h to 12h.") var maxSession: LengthOfTime?
        @OptionGroup var place: PathOptions
        @OptionGroup var identity: IdentityOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let request = CreateRoleRequest(
                roleName: name,
                path: place.path,
                assumeRolePolicyDocument: try PolicyFile.read(trust),
                description: description,
                maxSessionDuration: maxSession?.seconds ?? 0,
                permissionsBoundary: try await daemon.boundary(identity.boundary),
                tags: identity.tags
            )
            try await daemon.show(request, "Role")
        }
    }

    struct Get: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Show a role and its trust policy.")
        @Argument(help: "The role.", completion: .roles) var name: String
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.show(GetRoleRequest(roleName: name), "Role")
        }
    }

    struct List: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "List roles.")
        @OptionGroup var filter: PrefixOptions
        @OptionGroup var page: PageOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let columns = ["RoleName", "RoleId", "Arn", "CreateDate", "RoleLastUsed", "Description"]
            try await daemon.list(ListRolesRequest(pathPrefix: filter.pathPrefix), page, "Roles", columns: columns)
        }
    }

    struct Update: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Change a role's description or longest session.")
        @Argument(help: "The role.", completion: .roles) var name: String
        @Option(help: "What it is for; may be empty.") var description: String?
        @Option(help: "The longest session, 1h to 12h.") var maxSession: LengthOfTime?
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let request = UpdateRoleRequest(
                roleName: name,
                description: description.map { StringValue(value: $0) },
                maxSessionDuration: maxSession?.seconds ?? 0
            )
            try await daemon.done(request, "role `\(name)` is changed")
        }
    }

    struct Trust: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Replace a role's trust policy.")
        @Argument(help: "The role.", completion: .roles) var name: String
        @OptionGroup var document: DocumentArgument
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let request = UpdateAssumeRolePolicyRequest(roleName: name, policyDocument: try document.text())
            try await daemon.done(request, "role `\(name)` has its new trust policy")
        }
    }

    struct Delete: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Delete a role that has no policies left.")
        @Argument(help: "The role.", completion: .roles) var name: String
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.done(DeleteRoleRequest(roleName: name), "role `\(name)` is deleted")
        }
    }
}
