internal import ArgumentParser
internal import Model

extension Roles {
    struct Tag: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Put tags on a role.")
        @Argument(help: "The role.", completion: .roles) var name: String
        @Argument(help: ArgumentHelp("The tags.", valueName: "key=value")) var tags: [KeyValue]
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.done(TagRoleRequest(roleName: name, tags: tags.map(\.tag)), "role `\(name)` is tagged")
        }
    }

    struct Untag: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Take tags off a role.")
        @Argument(help: "The role.", completion: .roles) var name: String
        @Argument(help: "The keys of the tags.") var keys: [String]
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.done(UntagRoleRequest(roleName: name, tagKeys: keys), "role `\(name)` is untagged")
        }
    }

    struct Tags: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "List the tags of a role.")
        @Argument(help: "The role.", completion: .roles) var name: String
        @OptionGroup var page: PageOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.list(ListRoleTagsRequest(roleName: name), page, "Tags", columns: ["Key", "Value"])
        }
    }

    struct Boundary: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The bound on what a role's policies can allow.",
            subcommands: [Put.self, Delete.self]
        )

        struct Put: PosternCommand {
            static let configuration = CommandConfiguration(abstract: "Bound a role by a managed policy.")
            @Argument(help: "The role.", completion: .roles) var name: String
            @Argument(help: "The policy's name or ARN.", completion: .policies) var policy: String
            @OptionGroup(title: "Global options") var global: GlobalOptions

            func perform(_ daemon: Daemon) async throws {
                let arn = try await daemon.arn(of: .policy, policy)
                let request = PutRolePermissionsBoundaryRequest(roleName: name, permissionsBoundary: arn)
                try await daemon.done(request, "role `\(name)` is bounded by `\(arn)`")
            }
        }

        struct Delete: PosternCommand {
            static let configuration = CommandConfiguration(abstract: "Take the bound off a role.")
            @Argument(help: "The role.", completion: .roles) var name: String
            @OptionGroup(title: "Global options") var global: GlobalOptions

            func perform(_ daemon: Daemon) async throws {
                let request = DeleteRolePermissionsBoundaryRequest(roleName: name)
                try await daemon.done(request, "role `\(name)` has no bound")
            }
        }
    }
}
