internal import Glibc
internal import Model

/// Where a secret comes from: a file, a descriptor, else the terminal; never an argument, which others can see.
struct Secret {
    let file: String?
    let descriptor: Int32?
    /// What it is, for messages: `the password`.
    let what: String
    /// The options that give it, for messages: `--password-file or --password-fd`.
    let options: String

    var isFromTerminal: Bool { file == nil && descriptor == nil }

    /// One line; the terminal asks twice for what is new, because a slip would lock somebody out.
    func read(prompt: String, isNew: Bool = false) throws(Complaint) -> String {
        if let text = try given() { return try TextFile.oneLine(text, what: what) }
        let typed = try ask(prompt)
        guard isNew else { return typed }
        guard try ask("Once more: ").utf8.elementsEqual(typed.utf8) else {
            throw Complaint("the two are not the same", next: "try again")
        }
        return typed
    }

    /// Several lines, one for each prompt.
    func readLines(prompts: [String]) throws(Complaint) -> [String] {
        guard let text = try given() else {
            var lines: [String] = []
            for prompt in prompts { lines.append(try ask(prompt)) }
            return lines
        }
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        guard lines.count == prompts.count else {
            throw Complaint(
                "\(what) need \(prompts.count) lines, there are \(lines.count)",
                next: "give two codes that follow each other, one a line"
            )
        }
        return lines
    }

    private func given() throws(Complaint) -> String? {
        let bytesMax = Limits.tokenBytesMax
        guard file == nil || descriptor == nil else {
            throw Complaint("\(what) is given twice", next: "give one of \(options)")
        }
        if let file { return try TextFile.read(file, bytesMax: bytesMax, what: what) }
        guard let descriptor else { return nil }
        return try TextFile.read(descriptor, bytesMax: bytesMax, what: what, from: "descriptor \(descriptor)")
    }

    private func ask(_ prompt: String) throws(Complaint) -> String {
        guard let terminal = Terminal() else {
            throw Complaint("there is no terminal to ask for \(what)", next: "give \(options)")
        }
        return try terminal.ask(prompt)
    }
}
