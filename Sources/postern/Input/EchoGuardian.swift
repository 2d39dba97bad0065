internal import Glibc

/// Puts a terminal's settings back: when it is told to, and before a signal ends the process.
struct EchoGuardian {
    private static let signals = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

    private struct Kept {
        var descriptor: Int32
        var settings: termios
    }

    // SAFETY: written by `init` before the handler is installed and not again while it is; the handler only reads. On the
    // heap: the compiler lays a global of a tuple with a `termios` out shorter than what it writes (AddressSanitizer).
    private nonisolated(unsafe) static let kept = {
        let place = UnsafeMutablePointer<Kept>.allocate(capacity: 1)
        unsafe place.initialize(to: Kept(descriptor: -1, settings: termios()))
        return unsafe place
    }()

    init(descriptor: Int32, settings: termios) {
        unsafe Self.kept.pointee = Kept(descriptor: descriptor, settings: settings)
        for number in Self.signals {
            // tcsetattr, signal and raise are all that may be called here (signal-safety(7)).
            _ = signal(number) { number in
                EchoGuardian.putBack()
                _ = signal(number, SIG_DFL)
                raise(number)
            }
        }
        // A stopped process would leave the terminal without echo to the shell.
        _ = signal(SIGTSTP, SIG_IGN)
    }

    func restore() {
        Self.putBack()
        for number in Self.signals + [SIGTSTP] { _ = signal(number, SIG_DFL) }
    }

    private static func putBack() {
        // SAFETY: as at `kept`; tcsetattr only reads the structure.
        _ = unsafe tcsetattr(kept.pointee.descriptor, TCSAFLUSH, &kept.pointee.settings)
    }
}
