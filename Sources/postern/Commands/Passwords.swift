internal import ArgumentParser
internal import Model

struct Passwords: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password",
        abstract: "Login profiles: the passwords that administrators give.",
        subcommands: [Create.self, Get.self, Update.self, Delete.self]
    )

    struct Create: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Give a user a password.")
        @Argument(help: "The user.", completion: .users) var name: String
        @Flag(help: "The first sign-in must change the password.") var resetRequired = false
        @OptionGroup var password: PasswordOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let request = CreateLoginProfileRequest(
                userName: name,
                password: try password.secret.read(prompt: "New password for \(name): ", isNew: true),
                passwordResetRequired: resetRequired
            )
            try await daemon.show(request, "LoginProfile")
        }
    }

    struct Get: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Show whether a user has a password.")
        @Argument(help: "The user; yourself where none is named.", completion: .users) var name = ""
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.show(GetLoginProfileRequest(userName: name), "LoginProfile")
        }
    }

    struct Update: PosternCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a user another password, or say whether it must be changed."
        )
        @Argument(help: "The user.", completion: .users) var name: String
        @Flag(inversion: .prefixedNo, help: "The next sign-in must change the password.") var resetRequired: Bool?
        @Flag(help: "The password stays; only --reset-required is set.") var keepPassword = false
        @OptionGroup var password: PasswordOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let prompt = "New password for \(name): "
            let request = UpdateLoginProfileRequest(
                userName: name,
                password: keepPassword ? "" : try password.secret.read(prompt: prompt, isNew: true),
                passwordResetRequired: resetRequired.map { BoolValue(value: $0) }
            )
            try await daemon.done(request, "the login profile of user `\(name)` is changed")
        }
    }

    struct Delete: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Take a user's password away.")
        @Argument(help: "The user; yourself where none is named.", completion: .users) var name = ""
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            try await daemon.done(DeleteLoginProfileRequest(userName: name), "the login profile is deleted")
        }
    }
}

struct ChangePassword: PosternCommand {
    static let configuration = CommandConfiguration(
        commandName: "passwd",
        abstract: "Change your own password, and end the sessions that began with the old one."
    )
    @Option(help: "Read the old password from this file; `-` is standard input.", completion: .file())
    var oldPasswordFile: String?
    @Option(help: ArgumentHelp("Read the old password from this descriptor.", valueName: "n")) var oldPasswordFd: Int32?
    @OptionGroup var newPassword: NewPasswordOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ daemon: Daemon) async throws {
        let old = Secret(
            file: oldPasswordFile,
            descriptor: oldPasswordFd,
            what: "the old password",
            options: "--old-password-file or --old-password-fd"
        )
        let request = ChangePasswordRequest(
            oldPassword: try old.read(prompt: "Old password: "),
            newPassword: try newPassword.secret.read(prompt: "New password: ", isNew: true)
        )
        try await daemon.done(
            request,
            "the password is changed, and the sessions of the old one are over: sign in again"
        )
    }
}
