internal import ArgumentParser
internal import Model

struct Groups: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "group",
        abstract: "Groups of users, which share policies.",
        subcommands: [
            Create.self, Get.self, List.self, Update.self, Delete.self, Add.self, Remove.self, ForUser.self,
        ]
    )

    private static let columns = ["GroupName", "GroupId", "Arn", "CreateDate"]

    struct Create: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Make a group.")
        @Argument(help: "The new group's name.") var name: String
        @OptionGroup var place: PathOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.show(CreateGroupRequest(groupName: name, path: place.path), "Group")
        }
    }

    struct Get: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Show a group and its users.")
        @Argument(help: "The group.", completion: .groups) var name: String
        @OptionGroup var page: PageOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let response = Document(reflecting: try await daemon.pages(GetGroupRequest(groupName: name), page))
            if !daemon.output.isJSON { daemon.output.show(response, "Group") }
            daemon.output.list(response, "Users", columns: ["UserName", "UserId", "Arn"])
        }
    }

    struct List: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "List groups.")
        @OptionGroup var filter: PrefixOptions
        @OptionGroup var page: PageOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let request = ListGroupsRequest(pathPrefix: filter.pathPrefix)
            try await daemon.list(request, page, "Groups", columns: columns)
        }
    }

    struct Update: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Rename a group, or move it to another path.")
        @Argument(help: "The group.", completion: .groups) var name: String
        @Option(help: "The name it gets.") var newName = ""
        @Option(help: "The path it gets.") var newPath = ""
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let request = UpdateGroupRequest(groupName: name, newPath: newPath, newGroupName: newName)
            try await daemon.show(request, "Group")
        }
    }

    struct Delete: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Delete a group that has no users and no policies.")
        @Argument(help: "The group.", completion: .groups) var name: String
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.done(DeleteGroupRequest(groupName: name), "group `\(name)` is deleted")
        }
    }

    struct Add: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Put a user into a group.")
        @Argument(help: "The group.", completion: .groups) var name: String
        @Argument(help: "The user.", completion: .users) var user: String
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let request = AddUserToGroupRequest(groupName: name, userName: user)
            try await daemon.done(request, "user `\(user)` is in group `\(name)`")
        }
    }

    struct Remove: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Take a user out of a group.")
        @Argument(help: "The group.", completion: .groups) var name: String
        @Argument(help: "The user.", completion: .users) var user: String
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let request = RemoveUserFromGroupRequest(groupName: name, userName: user)
            try await daemon.done(request, "user `\(user)` is no longer in group `\(name)`")
        }
    }

    struct ForUser: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "List the groups of a user.")
        @Argument(help: "The user.", completion: .users) var user: String
        @OptionGroup var page: PageOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.list(ListGroupsForUserRequest(userName: user), page, "Groups", columns: columns)
        }
    }
}
