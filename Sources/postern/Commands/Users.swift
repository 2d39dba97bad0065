internal import ArgumentParser
internal import Model

struct Users: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Users: people and programs with an identity of their own.",
        subcommands: [
            Create.self, Get.self, List.self, Update.self, Rename.self, Delete.self, Tag.self, Untag.self, Tags.self,
            Boundary.self,
        ]
    )

    struct Create: PosternCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a user.",
            discussion: """
                Examples:
                  postern user create alice --path /ops/ --tag team=ops
                """
        )
        @Argument(help: "The new user's name.") var name: String
        @OptionGroup var place: PathOptions
        @OptionGroup var identity: IdentityOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let boundary = try await daemon.boundary(identity.boundary)
            let request = CreateUserRequest(
                userName: name,
                path: place.path,
                permissionsBoundary: boundary,
                tags: identity.tags
            )
            try await daemon.show(request, "User")
        }
    }

    struct Get: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Show a user.")
        @Argument(help: "The user; yourself where none is named.", completion: .users) var name = ""
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.show(GetUserRequest(userName: name), "User")
        }
    }

    struct List: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "List users.")
        @OptionGroup var filter: PrefixOptions
        @OptionGroup var page: PageOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let columns = ["UserName", "UserId", "Arn", "CreateDate", "PasswordLastUsed"]
            try await daemon.list(ListUsersRequest(pathPrefix: filter.pathPrefix), page, "Users", columns: columns)
        }
    }

    struct Update: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Rename a user, or move it to another path.")
        @Argument(help: "The user.", completion: .users) var name: String
        @Option(help: "The name it gets.") var newName = ""
        @Option(help: "The path it gets.") var newPath = ""
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.show(
                UpdateUserRequest(userName: name, newPath: newPath, newUserName: newName),
                "User"
            )
        }
    }

    struct Rename: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Rename a user; all that it has stays.")
        @Argument(help: "The user.", completion: .users) var name: String
        @Argument(help: "The name it gets.") var newName: String
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.show(UpdateUserRequest(userName: name, newUserName: newName), "User")
        }
    }

    struct Delete: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Delete a user that has nothing left.")
        @Argument(help: "The user.", completion: .users) var name: String
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.done(DeleteUserRequest(userName: name), "user `\(name)` is deleted")
        }
    }
}
