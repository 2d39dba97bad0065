import Foundation

/// The conformance data that travels beside the repository, where it is there.
enum SharedData {
    /// The folder `conformance`: under `POSTERN_SHARED`, else under `../shared` beside the package.
    static let folder: URL? = {
        let package = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let shared =
            ProcessInfo.processInfo.environment["POSTERN_SHARED"].map { URL(fileURLWithPath: $0) }
            ?? package.deletingLastPathComponent().appendingPathComponent("shared")
        let folder = shared.appendingPathComponent("conformance")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    /// Prints why a test does nothing.
    static func file(_ name: String, for test: String) -> URL? {
        guard let folder else {
            print("skipped: \(test): no conformance data; set POSTERN_SHARED to the folder that holds it")
            return nil
        }
        return folder.appendingPathComponent(name)
    }

    /// The objects of a JSON-lines file, unpacked with `gzip` where it is packed.
    static func lines(of file: URL) throws -> [[String: Any]] {
        var data = Data()
        if file.pathExtension == "gz" {
            let gzip = Process()
            let output = Pipe()
            gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            gzip.arguments = ["gzip", "-dc", file.path]
            gzip.standardOutput = output
            try gzip.run()
            data = output.fileHandleForReading.readDataToEndOfFile()
            gzip.waitUntilExit()
        } else {
            data = try Data(contentsOf: file)
        }
        return try data.split(separator: UInt8(ascii: "\n")).compactMap {
            try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any]
        }
    }

    /// A JSON object as text.
    static func text(of object: Any) throws -> String {
        if let text = object as? String { return text }
        return String(
            decoding: try JSONSerialization.data(withJSONObject: object, options: .withoutEscapingSlashes),
            as: UTF8.self
        )
    }
}
