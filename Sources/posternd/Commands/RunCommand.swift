import ArgumentParser

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Serves an account on a Unix socket.",
        discussion: """
            SIGTERM and SIGINT stop it once the calls in flight are answered; SIGHUP has it read its configuration \
            again. Under systemd it takes an activated socket and tells when it is ready (Type=notify-reload).

            \(ConfigurationKey.help)
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Option(help: ArgumentHelp("The socket's path.", valueName: "path"))
    var socket: String?

    func run() async throws {
        ProcessHardening.apply()
        let command = self
        try await Daemon(readConfiguration: { () throws(Failure) in try command.read() }).run()
    }

    private func read() throws(Failure) -> Configuration {
        var configuration = try options.read()
        if let socket { configuration.socket = socket }
        return configuration
    }
}
