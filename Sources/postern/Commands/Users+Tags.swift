internal import ArgumentParser
internal import Model

extension Users {
    struct Tag: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Put tags on a user.")
        @Argument(help: "The user.", completion: .users) var name: String
        @Argument(help: ArgumentHelp("The tags.", valueName: "key=value")) var tags: [KeyValue]
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.done(TagUserRequest(userName: name, tags: tags.map(\.tag)), "user `\(name)` is tagged")
        }
    }

    struct Untag: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Take tags off a user.")
        @Argument(help: "The user.", completion: .users) var name: String
        @Argument(help: "The keys of the tags.") var keys: [String]
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.done(UntagUserRequest(userName: name, tagKeys: keys), "user `\(name)` is untagged")
        }
    }

    struct Tags: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "List the tags of a user.")
        @Argument(help: "The user.", completion: .users) var name: String
        @OptionGroup var page: PageOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.list(ListUserTagsRequest(userName: name), page, "Tags", columns: ["Key", "Value"])
        }
    }

    struct Boundary: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The bound on what a user's policies can allow.",
            subcommands: [Put.self, Delete.self]
        )

        struct Put: PosternCommand {
            static let configuration = CommandConfiguration(abstract: "Bound a user by a managed policy.")
            @Argument(help: "The user.", completion: .users) var name: String
            @Argument(help: "The policy's name or ARN.", completion: .policies) var policy: String
            @OptionGroup(title: "Global options") var global: GlobalOptions

            func perform(_ daemon: Daemon) async throws {
                let arn = try await daemon.arn(of: .policy, policy)
                let request = PutUserPermissionsBoundaryRequest(userName: name, permissionsBoundary: arn)
                try await daemon.done(request, "user `\(name)` is bounded by `\(arn)`")
            }
        }

        struct Delete: PosternCommand {
            static let configuration = CommandConfiguration(abstract: "Take the bound off a user.")
            @Argument(help: "The user.", completion: .users) var name: String
            @OptionGroup(title: "Global options") var global: GlobalOptions

            func perform(_ daemon: Daemon) async throws {
                let request = DeleteUserPermissionsBoundaryRequest(userName: name)
                try await daemon.done(request, "user `\(name)` has no bound")
            }
        }
    }
}
