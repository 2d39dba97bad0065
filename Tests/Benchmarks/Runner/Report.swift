import Foundation

/// Shows the rows to a person, and keeps them for programs.
enum Report {
    static func show(_ rows: [Row]) {
        print(line("row", "value", "baseline", "ratio", "target", "met", "compared with"))
        for row in rows {
            print(
                line(
                    row.name,
                    "\(number(row.value)) \(row.unit)",
                    row.baseline.map { "\(number($0)) \(row.unit)" } ?? "-",
                    row.ratio.map(number) ?? "-",
                    "\(row.isMinimum ? "≥" : "≤") \(number(row.target))",
                    row.isMet ? "yes" : "NO",
                    row.comparedWith
                )
            )
        }
    }

    static func write(_ rows: [Row], to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(rows).write(to: URL(fileURLWithPath: path))
    }

    private static func line(_ cells: String...) -> String {
        zip(cells, [20, 16, 16, 8, 8, 4, 0])
            .map { cell, width in cell + String(repeating: " ", count: max(0, width - cell.count)) }
            .joined(separator: " ")
    }

    private static func number(_ value: Double) -> String {
        value >= 100 ? String(format: "%.0f", value) : String(format: "%.2f", value)
    }
}
