internal import ArgumentParser

/// A password that somebody has.
struct PasswordOptions: ParsableArguments {
    @Option(help: "Read the password from this file; `-` is standard input.", completion: .file())
    var passwordFile: String?

    @Option(help: ArgumentHelp("Read the password from this descriptor.", valueName: "n"))
    var passwordFd: Int32?

    var secret: Secret {
        Secret(
            file: passwordFile,
            descriptor: passwordFd,
            what: "the password",
            options: "--password-file or --password-fd"
        )
    }
}

/// A password that somebody is to have.
struct NewPasswordOptions: ParsableArguments {
    @Option(help: "Read the new password from this file; `-` is standard input.", completion: .file())
    var newPasswordFile: String?

    @Option(help: ArgumentHelp("Read the new password from this descriptor.", valueName: "n"))
    var newPasswordFd: Int32?

    var secret: Secret {
        Secret(
            file: newPasswordFile,
            descriptor: newPasswordFd,
            what: "the new password",
            options: "--new-password-file or --new-password-fd"
        )
    }
}

/// The secret of an access key.
struct KeySecretOptions: ParsableArguments {
    @Option(help: "Read the key's secret from this file; `-` is standard input.", completion: .file())
    var secretFile: String?

    @Option(help: ArgumentHelp("Read the key's secret from this descriptor.", valueName: "n"))
    var secretFd: Int32?

    var secret: Secret {
        Secret(
            file: secretFile,
            descriptor: secretFd,
            what: "the secret",
            options: "--secret-file or --secret-fd"
        )
    }
}

/// Codes of an MFA device.
struct CodeOptions: ParsableArguments {
    @Option(
        help: "Read the MFA code from this file, one a line where two are asked for; `-` is standard input.",
        completion: .file()
    )
    var codeFile: String?

    @Option(help: ArgumentHelp("Read the MFA code from this descriptor.", valueName: "n"))
    var codeFd: Int32?

    var secret: Secret {
        Secret(file: codeFile, descriptor: codeFd, what: "the MFA codes", options: "--code-file or --code-fd")
    }
}
