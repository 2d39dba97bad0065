import Foundation

/// A folder for one test, 0750 and gone with it; its path is short, since a socket's path must be.
struct TemporaryFolder: ~Copyable {
    let path: String

    init() throws {
        path = "/tmp/postern-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o750]
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
