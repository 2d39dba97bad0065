import Foundation

/// The elements of an XML document, as CPython's parser reads them.
struct XMLReader {
    /// How many elements there are of each name.
    let counts: [String: Int]
    /// Their `name` attributes.
    let names: [String]

    private static let script = """
        import json, sys, xml.etree.ElementTree as tree
        all = list(tree.fromstring(sys.argv[1].encode()).iter())
        print(json.dumps([[e.tag, e.get("name", "")] for e in all]))
        """

    init(_ text: String) {
        let python = Process()
        let output = Pipe()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        python.arguments = ["python3", "-c", Self.script, text]
        python.standardOutput = output
        try? python.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        python.waitUntilExit()
        let elements = (try? JSONSerialization.jsonObject(with: data) as? [[String]]) ?? []
        counts = Dictionary(elements.map { ($0[0], 1) }, uniquingKeysWith: +)
        names = elements.map { $0[1] }
    }
}
