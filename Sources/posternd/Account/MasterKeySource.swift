import Secrets

/// Where the master key comes from; never an argument, which every user of the machine could read.
enum MasterKeySource: Equatable, Sendable {
    case file(String)
    /// systemd's `LoadCredential=master-key:…`.
    case credential(String)
    case command([String])

    /// The file or command that is configured, else systemd's credential where there is one, else the account's folder.
    init(_ configuration: Configuration, environment: (String) -> String?) {
        if let file = configuration.masterKeyFile {
            self = .file(file)
        } else if !configuration.masterKeyCommand.isEmpty {
            self = .command(configuration.masterKeyCommand)
        } else if let folder = environment("CREDENTIALS_DIRECTORY"), AccountFolder.isThere("\(folder)/master-key") {
            self = .credential("\(folder)/master-key")
        } else {
            self = .file(AccountFolder(path: configuration.data).masterKey)
        }
    }

    func read() throws(Failure) -> MasterKey {
        do {
            switch self {
            case .file(let path): return try MasterKey.read(path: path)
            case .credential(let path): return try MasterKey.read(path: path, access: .systemdCredential)
            case .command(let words):
                let command = try KeyCommand(words)
                let key: Result<MasterKey, SecretsError> = Result { () throws(SecretsError) in
                    try MasterKey.read(descriptor: command.output, name: "output of \(words[0])")
                }
                // A command that failed explains the output that is no key.
                try command.wait()
                return try key.get()
            }
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure("\(error)")
        }
    }
}
