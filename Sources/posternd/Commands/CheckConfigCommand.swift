import ArgumentParser

struct CheckConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Checks the configuration and prints what would be used.",
        discussion: ConfigurationKey.help
    )

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let configuration = try options.read()
        for (key, value) in configuration.shown { print("\(key.rawValue): \(value)") }
    }
}
