import Logging
import Synchronization

/// Keeps every event of every level, with all that a line could be made of.
struct LogKeeper: LogHandler {
    final class Lines: Sendable {
        private let kept = Mutex<[String]>([])

        var all: [String] { kept.withLock { $0 } }

        func append(_ line: String) { kept.withLock { $0.append(line) } }
    }

    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    init(_ lines: Lines) {
        self.lines = lines
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }.map { "\($0.key)=\($0.value)" }.sorted()
        let error = event.error.map { " \($0) \(String(reflecting: $0))" } ?? ""
        lines.append("\(event.message) \(all.joined(separator: " "))\(error)")
    }
}
