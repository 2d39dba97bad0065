import Foundation
import Testing

@testable import Store

@Suite struct FolderLockTests {
    @Test func `a released folder is free although a forked child still has the descriptor`() throws {
        let temporary = try TemporaryFolder()
        let folder = StoreFolder(path: temporary.path)
        let lock = try FolderLock(of: folder)
        // As a child has it between fork and exec.
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }
        let own = try #require(
            descriptors.first {
                let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
                return target == folder.lock
            }
        )
        let inherited = dup(own)
        defer { close(inherited) }
        #expect(throws: StoreError.inUse(path: folder.path)) { try FolderLock(of: folder) }
        lock.release()
        #expect(throws: Never.self) { try FolderLock(of: folder) }
    }
}
