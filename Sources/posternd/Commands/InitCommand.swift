import ArgumentParser
import Model

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Makes an account in an empty folder.",
        discussion: """
            Makes the folder (mode 0700), the master key (mode 0600) and the account. Keep a copy of the master key \
            apart from the folder: without it nobody opens the account again.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Option(help: ArgumentHelp("The account's id, 12 digits; drawn where it is not given.", valueName: "id"))
    var accountID: String?

    @Option(help: ArgumentHelp("A name for the account: 3 to 63 of a–z, 0–9 and -.", valueName: "alias"))
    var alias: String?

    @Option(help: ArgumentHelp("Also makes a user of this name who may do everything.", valueName: "name"))
    var administrator: String?

    @Option(help: ArgumentHelp("A file that holds the administrator's password.", valueName: "file"))
    var passwordFile: String?

    @Option(help: ArgumentHelp("A descriptor to read the administrator's password from.", valueName: "number"))
    var passwordFD: Int32?

    func validate() throws {
        if passwordFile != nil && passwordFD != nil {
            throw ValidationError("give --password-file or --password-fd, not both")
        }
        if administrator == nil && (passwordFile != nil || passwordFD != nil) {
            throw ValidationError("a password is the administrator's: give --administrator too")
        }
    }

    func run() async throws {
        ProcessHardening.apply()
        let configuration = try options.read()
        guard configuration.masterKeyCommand.isEmpty else {
            throw Failure("`init` needs the master key in a file: make the account, then move the key where you like")
        }
        let folder = AccountFolder(path: configuration.data)
        let plan = AccountPlan(
            id: try accountNumber(),
            alias: alias ?? "",
            administrator: try administrator.map {
                AccountPlan.Administrator(name: $0, password: try password(of: $0))
            },
            passwordParameters: configuration.passwordParameters,
            passwordPolicy: configuration.passwordPolicy
        )
        let key = configuration.masterKeyFile ?? folder.masterKey
        try await AccountMaker(folder: folder, masterKeyFile: key, plan: plan).make(now: SystemClock.now())
        print("account:       \(plan.id)\(plan.alias.isEmpty ? "" : " (\(plan.alias))")")
        print("folder:        \(folder.path)")
        print("master key:    \(key) (keep a copy of it elsewhere)")
        if let administrator { print("administrator: \(administrator)") }
        print("start it with: posternd run --data \(folder.path)\(keyOption(key, in: folder))")
    }

    private func keyOption(_ key: String, in folder: AccountFolder) -> String {
        key == folder.masterKey ? "" : " --master-key-file \(key)"
    }

    private func accountNumber() throws -> AccountID {
        let digits = accountID ?? String(Int64.random(in: 100_000_000_000...999_999_999_999))
        guard let id = AccountID(digits) else {
            throw ValidationError("an account id is 12 digits, and `\(digits)` is not")
        }
        return id
    }

    private func password(of name: String) throws(Failure) -> String {
        if let passwordFile { return try PasswordInput.fromFile(passwordFile) }
        if let passwordFD { return try PasswordInput.fromDescriptor(passwordFD) }
        return try PasswordInput.fromTerminal(user: name)
    }
}
