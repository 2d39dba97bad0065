import ArgumentParser

/// The options that every command has.
struct ConfigurationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("The account's folder.", valueName: "folder"))
    var data: String?

    @Option(help: ArgumentHelp("The master key's file, of mode 0600.", valueName: "file"))
    var masterKeyFile: String?

    /// What is configured, with the options over it.
    func read() throws(Failure) -> Configuration {
        let file = config ?? Environment.value("POSTERN_CONFIG")
        var configuration = try Configuration.read(file: file, environment: Environment.value)
        if let data { configuration.data = data }
        if let masterKeyFile {
            configuration.masterKeyFile = masterKeyFile
            configuration.masterKeyCommand = []
        }
        return configuration
    }
}
