import ArgumentParser
import Model

/// The daemon's program.
@main
struct PosterndCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "posternd",
        abstract: "Postern's daemon: one account's identities, and who of them may do what.",
        version: PosternVersion.text,
        subcommands: [RunCommand.self, InitCommand.self, CheckConfigCommand.self],
        defaultSubcommand: RunCommand.self
    )
}
