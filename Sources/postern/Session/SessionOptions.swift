internal import ArgumentParser
internal import Model

/// How long a new session lives and where it goes.
struct SessionOptions: ParsableArguments {
    @Option(help: "How long the session lives, such as 1h; else as long as is usual.") var duration: LengthOfTime?

    @Flag(help: "Print the token, and nothing else, instead of keeping the session for the next runs.")
    var printToken = false

    /// Zero for the daemon's own choice.
    var seconds: UInt32 { duration?.seconds ?? 0 }

    /// Keeps a new session, or hands it out; JSON gets the whole response.
    ///
    /// With `isOnTop` the sessions that were there come back when this one ends.
    func take(_ session: Session?, _ response: Any, isOnTop: Bool, _ daemon: Daemon) throws(Complaint) {
        guard let session else { throw Complaint("the daemon gave no session") }
        if printToken { return daemon.output.printLines([PlainText.line(session.token)]) }
        let cache = SessionCache(socket: daemon.global.socketPath)
        if daemon.output.isJSON {
            daemon.output.printJSON(Document(reflecting: response))
        }
        if isOnTop {
            try cache.push(CachedSession(session))
        } else {
            try cache.replace(with: [CachedSession(session)])
        }
        guard !daemon.output.isJSON else { return }
        let until = Moment.text(session.expiration)
        daemon.output.printLines([PlainText.line("signed in as \(session.arn) until \(until)")])
    }
}
