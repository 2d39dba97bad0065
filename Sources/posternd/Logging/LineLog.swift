import Glibc
import Logging
import Model

/// Writes each event as one line on standard error: time, level, message, metadata.
///
/// Under systemd, which notes the time itself, a line begins with its level instead (sd-daemon(3)).
struct LineLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    private let level: LogLevel
    private let isForJournal: Bool

    init(level: LogLevel, isForJournal: Bool) {
        self.level = level
        self.isForJournal = isForJournal
    }

    /// All loggers share one level: setting it on one changes nothing.
    var logLevel: Logger.Level {
        get { level.current }
        set { _ = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line = Self.oneLine(event.message.description)
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) { line += " \(key)=\(Self.oneLine("\(value)"))" }
        if let error = event.error { line += ": \(Self.oneLine("\(error)"))" }
        LogOutput.standardError.write(begun(line, event.level)) { dropped in
            begun("lines of the log were dropped, because nobody read them count=\(dropped)", .warning)
        }
    }

    /// The line with what comes before it and after it.
    private func begun(_ line: String, _ level: Logger.Level) -> String {
        (isForJournal ? "<\(Self.priority(of: level))>" : "\(Self.text(SystemClock.now())) \(level.rawValue) ") + line
            + "\n"
    }

    /// Control characters as escapes: what a peer sent must not begin a line of its own, nor move a terminal's cursor.
    static func oneLine(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            if scalar.properties.generalCategory == .control || scalar.value == 0x2028 || scalar.value == 0x2029 {
                line += scalar.escaped(asASCII: true)
            } else {
                line.unicodeScalars.append(scalar)
            }
        }
        return line
    }

    /// A moment as lines show it: `2027-01-15T08:00:00.000Z`.
    static func text(_ moment: Timestamp) -> String {
        var seconds = time_t(moment.seconds)
        var parts = unsafe tm()
        var text = [CChar](repeating: 0, count: 32)
        let count = unsafe text.withUnsafeMutableBufferPointer { text -> Int in
            // SAFETY: local values that live until the calls return; the text's size is given.
            unsafe gmtime_r(&seconds, &parts)
            return unsafe strftime(text.baseAddress, text.count, "%Y-%m-%dT%H:%M:%S", &parts)
        }
        let day = String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let milliseconds = String((moment.microseconds - moment.seconds * 1_000_000) / 1_000)
        return day + "." + String(repeating: "0", count: 3 - milliseconds.count) + milliseconds + "Z"
    }

    /// The level as syslog(3) counts it.
    private static func priority(of level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
