import Glibc

/// Takes a new password from where no other user of the machine can see it.
enum PasswordInput {
    private static let bytesMax = 4_096

    static func fromFile(_ path: String) throws(Failure) -> String {
        let bytes = try TextFile.read(path: path, what: "password file", bytesMax: bytesMax)
        return try password(bytes, what: "password file `\(path)`")
    }

    static func fromDescriptor(_ descriptor: Int32) throws(Failure) -> String {
        let what = "password on descriptor \(descriptor)"
        return try password(TextFile.read(descriptor: descriptor, what: what, bytesMax: bytesMax), what: what)
    }

    /// Asks twice, without echo.
    static func fromTerminal(user: String) throws(Failure) -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            throw Failure("there is no terminal to ask for a password: give --password-file or --password-fd")
        }
        let first = try ask("Password for \(user): ")
        guard try ask("Again: ").utf8.elementsEqual(first.utf8) else { throw Failure("the two passwords differ") }
        return first
    }

    private static func ask(_ prompt: String) throws(Failure) -> String {
        // SAFETY: getpass gives null or a C string that is copied at once.
        guard let text = unsafe getpass(prompt) else { throw Failure("no password: \(SystemError.last)") }
        return unsafe String(cString: text)
    }

    /// The content without the line break at its end.
    private static func password(_ bytes: [UInt8], what: String) throws(Failure) -> String {
        let line = bytes.last == 0x0A ? bytes.dropLast() : bytes[...]
        guard !line.isEmpty else { throw Failure("\(what): it is empty") }
        return try TextFile.text(Array(line), what: what)
    }
}
