import Client
import Foundation
import Glibc
import Model
import Testing
import Wire

/// A log that is not read.
@Suite struct LogTests {
    @Test func `a log that nobody reads stops no decision, and tells afterwards what it left out`() async throws {
        let account = try await TestAccount.made()
        let path = account.folder.file("pipe")
        #expect(try await account.run(["/usr/bin/mkfifo", path]).ending == .exit(0))
        let pipe = unsafe open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        defer { close(pipe) }
        let daemon = try await account.launch(log: path)
        #expect(try await daemon.states.wait(for: "READY=1", NotifySocket.ended) == "READY=1")
        // Each makes the daemon log a line of some hundred bytes; a pipe holds 64 KiB.
        for _ in 0..<2_000 {
            let connection = try FrameConnection(path: account.socket)
            try connection.send([.call(CallFrame(call: 0, method: "", message: []))])
            while (try? await connection.next()) != nil {}
        }
        for _ in 0..<8 {
            let client = try await daemon.client()
            #expect(try await client.call(HealthCheckRequest()).response.status == .serving)
        }
        var log = Self.text(in: pipe)
        #expect(log.utf8.count > 32_768 && !log.contains("dropped"))
        try await daemon.reload()
        log = Self.text(in: pipe)
        let count = log.firstMatch(of: /lines of the log were dropped, because nobody read them count=([0-9]+)\n/)?.1
        #expect(try #require(count.flatMap { Int($0) }) > 1_000, "\(log)")
        #expect(await daemon.stop() == .exit(0))
    }

    /// What a pipe holds now.
    private static func text(in pipe: Int32) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            // SAFETY: the buffer's own bytes, and no more than there are.
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(pipe, $0.baseAddress, $0.count) }
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }
}
