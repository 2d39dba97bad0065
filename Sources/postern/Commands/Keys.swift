internal import ArgumentParser
internal import Model

struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Access keys, with which programs prove who they are.",
        subcommands: [
            Create.self, List.self, Activate.self, Deactivate.self, Delete.self, LastUsed.self, Rotate.self,
            CancelRotation.self, KeySignIn.self,
        ]
    )

    struct Create: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Make an access key; its secret is shown this once.")
        @Argument(help: "The user; yourself where none is named.", completion: .users) var user = ""
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.show(CreateAccessKeyRequest(userName: user), "AccessKey")
        }
    }

    struct List: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "List a user's keys, with the schedule of rotations.")
        @Argument(help: "The user; yourself where none is named.", completion: .users) var user = ""
        @OptionGroup var page: PageOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let columns = [
                "AccessKeyId", "UserName", "Status", "CreateDate", "DeactivationDate", "DeletionDate", "ReplacedBy",
            ]
            let request = ListAccessKeysRequest(userName: user)
            try await daemon.list(request, page, "AccessKeyMetadata", columns: columns)
        }
    }

    struct Activate: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Switch a key on.")
        @OptionGroup var key: KeyArgument
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.done(key.update(to: .active), "key `\(key.id)` is active")
        }
    }

    struct Deactivate: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Switch a key off, and end the sessions it began.")
        @OptionGroup var key: KeyArgument
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.done(key.update(to: .inactive), "key `\(key.id)` is inactive")
        }
    }

    struct Delete: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Delete a key, and end the sessions it began.")
        @OptionGroup var key: KeyArgument
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let request = DeleteAccessKeyRequest(userName: key.user, accessKeyID: key.id)
            try await daemon.done(request, "key `\(key.id)` is deleted")
        }
    }

    struct LastUsed: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Show when a key was last used.")
        @Argument(help: "The key, AKIA….") var id: String
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.show(GetAccessKeyLastUsedRequest(accessKeyID: id))
        }
    }
}

/// A key and whose it is.
struct KeyArgument: ParsableArguments {
    @Argument(help: "The key, AKIA….") var id: String
    @Option(help: "The user that has it; else yourself.", completion: .users) var user = ""

    func update(to status: AccessKeyStatus) -> UpdateAccessKeyRequest {
        UpdateAccessKeyRequest(userName: user, accessKeyID: id, status: status)
    }
}
