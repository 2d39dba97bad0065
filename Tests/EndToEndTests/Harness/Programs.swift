import Foundation

/// The programs that were built with these tests.
enum Programs {
    static let daemon = path("posternd")
    static let commandLine = path("postern")

    /// Programs stand beside the test bundle that runs.
    private static func path(_ name: String) -> String {
        let starts = [CommandLine.arguments.first ?? "", "/proc/self/exe"]
        for start in starts {
            var folder = URL(fileURLWithPath: start).resolvingSymlinksInPath().deletingLastPathComponent()
            while folder.path.count > 1 {
                let candidate = folder.appendingPathComponent(name).path
                if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
                folder.deleteLastPathComponent()
            }
        }
        return name
    }
}
