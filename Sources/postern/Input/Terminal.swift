internal import Glibc
internal import Model

/// The terminal that this process belongs to, for questions to the person in front of it.
///
/// Asks on `/dev/tty`, so that standard input and output may be anything.
@safe
struct Terminal: ~Copyable {
    private let descriptor: Int32

    init?() {
        descriptor = SystemCalls.open("/dev/tty", O_RDWR)
        guard descriptor >= 0 else { return nil }
    }

    deinit {
        close(descriptor)
    }

    /// Asks a question and reads one line, which is not seen as it is typed.
    func ask(_ prompt: String) throws(Complaint) -> String {
        let line = readUnseen(prompt)
        guard let line else { throw Complaint("the terminal cannot be read", next: SystemCalls.reason(errno)) }
        guard let text = String(validating: line, as: UTF8.self) else { throw Complaint("what was typed is not UTF-8") }
        guard !text.isEmpty else { throw Complaint("nothing was typed") }
        return text
    }

    /// Reads one line while the terminal does not echo; a signal that ends the process restores the echo first.
    ///
    /// The echo is off before the question is there: whoever sees it may type at once.
    private func readUnseen(_ prompt: String) -> [UInt8]? {
        var settings = termios()
        // SAFETY: both calls only use the structure, which lives during them.
        guard unsafe tcgetattr(descriptor, &settings) == 0 else { return nil }
        let guardian = EchoGuardian(descriptor: descriptor, settings: settings)
        settings.c_lflag &= ~tcflag_t(ECHO | ECHONL)
        guard unsafe tcsetattr(descriptor, TCSAFLUSH, &settings) == 0 else { return nil }
        Descriptor.write(prompt, to: descriptor)
        let line = Descriptor.readLine(descriptor, bytesMax: Limits.passwordBytesMax)
        Descriptor.write("\n", to: descriptor)
        guardian.restore()
        return line
    }
}
