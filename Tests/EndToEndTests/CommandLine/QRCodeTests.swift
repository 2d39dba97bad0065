import Foundation
import Testing

/// The QR code of a new device, read back as a phone reads it.
@Suite struct QRCodeTests {
    @Test(arguments: [["phone"], ["a-name-that-makes-the-code-larger-than-the-other-one", "--issuer", "Acme Inc."]])
    func `the code that a terminal shows says the URI of the device`(_ words: [String]) async throws {
        let daemon = try await TestAccount.made().start()
        let account = daemon.account
        let made = try await account.posternOnTerminal(["mfa", "create"] + words, environment: ["NO_COLOR": "1"])
        #expect(made.ending == .exit(0), "\(made.output)")
        let uri = try #require(made.output.firstMatch(of: /otpauth:\/\/\S+/)?.0)
        let drawing = made.output.split(separator: "\n").filter { line in line.contains("█") }
        let code = try #require(QRCodeReader(drawing: drawing.map(String.init)))
        #expect(code.text == String(uri))

        // Without the rows in its middle it says something else, or nothing: the reader does read them.
        var damaged = drawing.map { Array($0) }
        for row in damaged.count / 3..<2 * damaged.count / 3 {
            damaged[row] = Array(repeating: " ", count: damaged[row].count)
        }
        #expect(QRCodeReader(drawing: damaged.map { String($0) })?.text != String(uri))
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `a pipe and JSON get no drawing`() async throws {
        let daemon = try await TestAccount.made().start()
        for words in [["mfa", "create", "one"], ["mfa", "create", "two", "--json"]] {
            let made = try await daemon.account.postern(words)
            #expect(made.output.contains("otpauth://") && !made.output.contains("█"))
        }
        #expect(await daemon.stop() == .exit(0))
    }
}
