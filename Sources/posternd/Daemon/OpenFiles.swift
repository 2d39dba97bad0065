import CPosix
import Logging
import Model

/// Room for as many connections as the limits allow: what systemd gives a service by default is less.
///
/// Without it the connection that is one too many would not be told so, but wait to be accepted.
enum OpenFiles {
    static func allow(logger: Logger) {
        let count = Limits.connectionsInAll + Limits.otherFilesMax
        let code = postern_allow_open_files(UInt64(count))
        guard code != 0 else { return }
        logger.warning(
            "the process may have fewer than \(count) files open; raise its hard limit (LimitNOFILE=)",
            metadata: ["reason": "\(SystemError.text(code))"]
        )
    }
}
