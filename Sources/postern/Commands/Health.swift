internal import ArgumentParser
internal import Model

struct Health: PosternCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask whether the daemon answers; exit code 1 where it is stopping."
    )
    static let actsWithoutSession = true

    @Argument(help: "A service such as postern.v1.Authorization; the daemon where none is named.") var service = ""
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ daemon: Daemon) async throws {
        let response = try await daemon.call(HealthCheckRequest(service: service))
        daemon.output.show(Document(reflecting: response))
        if response.status != .serving { throw Exit.denied }
    }
}
