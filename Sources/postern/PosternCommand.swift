internal import ArgumentParser

/// A verb that asks the daemon.
protocol PosternCommand: AsyncParsableCommand {
    var global: GlobalOptions { get }

    /// Whether the verb is for somebody who is nobody yet: it carries no token.
    static var actsWithoutSession: Bool { get }

    func perform(_ daemon: Daemon) async throws
}

extension PosternCommand {
    static var actsWithoutSession: Bool { false }

    mutating func run() async throws {
        let daemon = try await Daemon.open(global, withToken: !Self.actsWithoutSession)
        do {
            try await perform(daemon)
        } catch {
            await daemon.close()
            throw error
        }
        await daemon.close()
    }
}
