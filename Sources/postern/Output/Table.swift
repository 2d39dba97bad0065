/// Rows under a header: aligned for a terminal, separated by tabs and without the header for programs.
struct Table {
    let header: [String]
    let rows: [[Cell]]

    /// What stands in one place, and whether it is good news, where it is news.
    struct Cell {
        let text: String
        let tone: Style.Tone?

        init(_ text: String, _ tone: Style.Tone? = nil) {
            self.text = text
            self.tone = tone
        }
    }

    init(header: [String], rows: [[Cell]]) {
        self.header = header
        self.rows = rows
    }

    /// One row for each item of a list.
    ///
    /// For a person only the columns that some item fills; a program finds each column in its place.
    init(_ items: [Document], columns: [String], isForPerson: Bool) {
        let used = columns.filter { column in !isForPerson || items.contains { !$0[column].isNothing } }
        self.header = used.map { Document.words($0).uppercased() }
        self.rows = items.map { item in used.map { Cell(item[$0].cell) } }
    }

    /// For a terminal of this style; without one for programs.
    func text(_ style: Style?) -> String {
        guard !rows.isEmpty else { return "" }
        guard let style else { return rows.map { $0.map(\.text).joined(separator: "\t") + "\n" }.joined() }
        var widths = header.map(\.count)
        for row in rows {
            for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.text.count) }
        }
        func line(_ cells: [Cell]) -> String {
            cells.enumerated().map { column, cell in
                let isLast = column == cells.count - 1
                let padding = isLast ? "" : String(repeating: " ", count: widths[column] - cell.text.count + 2)
                return style.tinted(cell.text, cell.tone) + padding
            }.joined() + "\n"
        }
        return line(header.map { Cell($0, .heading) }) + rows.map(line).joined()
    }
}
