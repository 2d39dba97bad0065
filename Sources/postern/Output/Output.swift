internal import FoundationEssentials
internal import Glibc
internal import Model

/// Where answers are shown: JSON where it was asked for, else text, made for a terminal or for a pipe.
struct Output {
    let isJSON: Bool
    let isTerminal: Bool
    let style: Style

    init(json: Bool) {
        let environment = ProcessInfo.processInfo.environment
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let isPlain = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        self.isJSON = json
        self.isTerminal = isTerminal
        self.style = Style(hasColours: isTerminal && !isPlain)
    }

    /// Shows a response; as text only the part that a key names, where one is given.
    func show(_ response: Document, _ key: String? = nil) {
        guard !isJSON else { return printJSON(response) }
        let part = key.map { response[$0] } ?? response
        printLines(part.lines(style))
    }

    /// Shows a list of a response as a table.
    func list(_ response: Document, _ key: String, columns: [String]) {
        guard !isJSON else { return printJSON(response) }
        let items = response[key].items
        if isTerminal, items.isEmpty { return printLines([style.faint("none")]) }
        print(Table(items, columns: columns, isForPerson: isTerminal))
        if isTerminal, case .truth(true) = response["IsTruncated"] {
            printLines([style.faint("more with --marker \(response["Marker"].cell)")])
        }
    }

    /// Says that something was done: a sentence on a terminal, nothing in a pipe, the revision in JSON.
    func done(_ sentence: String, at revision: Revision) {
        if isJSON {
            printJSON(.object([.init(key: "Revision", value: .number("\(revision.rawValue)"))]))
        } else if isTerminal {
            printLines([PlainText.line(sentence)])
        }
    }

    func print(_ table: Table) {
        StandardOutput.write(table.text(isTerminal ? style : nil))
    }

    func printJSON(_ document: Document) {
        StandardOutput.write(document.json + "\n")
    }

    /// Prints lines that were made safe to print.
    func printLines(_ lines: [String]) {
        StandardOutput.write(lines.map { $0 + "\n" }.joined())
    }
}
