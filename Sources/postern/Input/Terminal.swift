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

    /// Asks a question and reads one line, which is seen as it is typed or not.
    func ask(_ prompt: String, isEchoed: Bool) throws(Complaint) -> String {
        Descriptor.write(prompt, to: descriptor)
        let line: [UInt8]?
        if isEchoed {
            line = Descriptor.readLine(descriptor, bytesMax: Limits.passwordBytesMax)
        } else {
            line = readUnseen()
            Descriptor.write("\n", to: descriptor)
        }
        guard let line else { throw Complaint("the terminal cannot be read", next: SystemCalls.reason(errno)) }
        guard let text = String(validating: line, as: UTF8.self) else { throw Complaint("what was typed is not UTF-8") }
        guard !text.isEmpty else { throw Complaint("nothing was typed") }
        return text
    }

    /// Reads one line while the terminal does not echo; a signal that ends the process restores the echo first.
    private func readUnseen() -> [UInt8]? {
        var settings = termios()
        // SAFETY: both calls only use the structure, which lives during them.
        guard unsafe tcgetattr(descriptor, &settings) == 0 else { return nil }
        let guardian = EchoGuardian(descriptor: descriptor, settings: settings)
        settings.c_lflag &= ~tcflag_t(ECHO | ECHONL)
        guard unsafe tcsetattr(descriptor, TCSAFLUSH, &settings) == 0 else { return nil }
        let line = Descriptor.readLine(descriptor, bytesMax: Limits.passwordBytesMax)
        guardian.restore()
        return line
    }
}
