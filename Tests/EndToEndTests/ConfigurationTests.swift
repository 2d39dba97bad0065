import Foundation
import Testing

/// What the configuration may say, and where a mistake in it is.
@Suite struct ConfigurationTests {
    struct Wrong: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: String
        let says: String

        init(_ description: String, _ text: String, says: String) {
            testDescription = description
            self.text = text
            self.says = says
        }
    }

    private static func check(
        _ text: String,
        _ options: [String] = [],
        environment: [String: String] = [:]
    ) async throws -> TestAccount.Outcome {
        let account = try TestAccount()
        let file = try account.folder.write(text, to: "c.json")
        return try await account.run(
            [Programs.daemon, "check-config", "--config", file] + options,
            environment: environment
        )
    }

    @Test(arguments: [
        Wrong("no JSON", "socket: /x", says: "line 1, column 1: expected a value"),
        Wrong("a list", "[]", says: "expected an object, found a list"),
        Wrong("an unknown key", "{\n  \"soket\": \"/x\" }", says: "line 2, column 3: there is no key `soket`"),
        Wrong("another case", #"{ "Socket": "/x" }"#, says: "there is no key `Socket`"),
        Wrong("a key twice", #"{ "socket": "/x", "socket": "/y" }"#, says: "`socket` is given twice"),
        Wrong("a number for a string", #"{ "socket": 1 }"#, says: "`socket` must be a string, and is a number"),
        Wrong("an empty string", #"{ "data": "" }"#, says: "`data` is empty"),
        Wrong("a string for a flag", #"{ "rootPeers": "no" }"#, says: "`rootPeers` must be true or false"),
        Wrong("no threads", #"{ "eventLoops": 0 }"#, says: "a whole number from 1 to 64, and is 0"),
        Wrong("65 threads", #"{ "passwordThreads": 65 }"#, says: "a whole number from 1 to 64, and is 65"),
        Wrong("half a thread", #"{ "eventLoops": 0.5 }"#, says: "a whole number from 1 to 64, and is 0.5"),
        Wrong("a hash of 7 KiB", #"{ "passwordMemoryKibibytes": 7 }"#, says: "from 8 to 1048576, and is 7"),
        Wrong("a password of 7", #"{ "passwordLengthMinWithMFA": 7 }"#, says: "from 8 to 64, and is 7"),
        Wrong("a password of 65", #"{ "passwordLengthMin": 65 }"#, says: "from 8 to 64, and is 65"),
        Wrong(
            "longer passwords beside a device",
            #"{ "passwordLengthMinWithMFA": 16 }"#,
            says: "`passwordLengthMinWithMFA` (16) must not be more than `passwordLengthMin` (15)"
        ),
        Wrong("an unknown level", #"{ "logLevel": "loud" }"#, says: "there is no log level `loud`; the levels are"),
        Wrong("a rule without a principal", #"{ "peers": ["uid:1"] }"#, says: "`=` and a principal are wanted"),
        Wrong("a number among rules", #"{ "peers": [1] }"#, says: "`peers` must be a list of strings"),
        Wrong("an unknown quota", #"{ "quotas": { "cats": 1 } }"#, says: "`quotas` has no `cats`"),
        Wrong("a quota of none", #"{ "quotas": { "users": 0 } }"#, says: "the quota `users` must be a whole number"),
        Wrong(
            "two places for the key",
            #"{ "masterKeyFile": "/k", "masterKeyCommand": ["/c"] }"#,
            says: "are both given; keep one"
        ),
        Wrong("a program without its path", #"{ "masterKeyCommand": ["cat"] }"#, says: "must be an absolute path"),
        Wrong("a NUL", "{ \"data\": \"a\\u0000b\" }", says: "NUL"),
    ])
    func `a wrong configuration is refused, and the place is named`(_ wrong: Wrong) async throws {
        let outcome = try await Self.check(wrong.text)
        #expect(outcome.ending == .exit(1))
        #expect(outcome.errors.contains("c.json") || Self.isOfMany(wrong))
        #expect(outcome.errors.contains(wrong.says), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    /// Whether the mistake is in what several keys say together, which may stand in several places.
    private static func isOfMany(_ wrong: Wrong) -> Bool {
        ["keep one", "absolute", "must not be more"].contains { wrong.says.contains($0) }
    }

    @Test func `every key may be set, and is shown as it will be used`() async throws {
        let text = """
            {
              "data": "/d", "socket": "/s", "masterKeyFile": "/k", "peers": ["uid:998=role/orders", "gid:50=user/a"],
              "rootPeers": false, "logLevel": "warning", "eventLoops": 64, "passwordThreads": 1,
              "passwordMemoryKibibytes": 8, "passwordPasses": 100, "passwordLengthMin": 64,
              "passwordLengthMinWithMFA": 9, "quotas": { "users": 1, "groupsPerUser": 1000000 }
            }
            """
        let outcome = try await Self.check(text)
        #expect(outcome.ending == .exit(0), "\(outcome.errors)")
        #expect(
            outcome.output == """
                data: "/d"
                socket: "/s"
                masterKeyFile: "/k"
                masterKeyCommand: []
                peers: ["uid:998=role/orders", "gid:50=user/a"]
                rootPeers: false
                logLevel: "warning"
                eventLoops: 64
                passwordThreads: 1
                passwordMemoryKibibytes: 8
                passwordPasses: 100
                passwordLengthMin: 64
                passwordLengthMinWithMFA: 9
                quotas: {"groupsPerUser": 1000000, "users": 1}

                """
        )
    }

    @Test func `options go before the environment, and the environment before the file`() async throws {
        let text = #"{ "data": "/file", "masterKeyFile": "/file", "rootPeers": true, "eventLoops": 1 }"#
        let environment = [
            "POSTERN_PASSWORD_LENGTH_MIN_WITH_MFA": "10",
            "POSTERN_DATA": "/environment", "POSTERN_MASTER_KEY_FILE": "/environment", "POSTERN_ROOT_PEERS": "false",
        ]
        let outcome = try await Self.check(text, ["--data", "/option"], environment: environment)
        #expect(outcome.ending == .exit(0), "\(outcome.errors)")
        for line in [
            "data: \"/option\"", "masterKeyFile: \"/environment\"", "rootPeers: false", "eventLoops: 1",
            "passwordLengthMinWithMFA: 10",
        ] {
            #expect(outcome.output.contains(line + "\n"), "\(line)")
        }
    }

    @Test func `a mistake in the environment names the variable`() async throws {
        let outcome = try await Self.check("{}", environment: ["POSTERN_EVENT_LOOPS": "many"])
        #expect(outcome.ending == .exit(1))
        #expect(outcome.errors.contains("environment variable POSTERN_EVENT_LOOPS: line 1, column 1"))
    }

    @Test func `a file that is not there is not passed over`() async throws {
        let account = try TestAccount()
        let missing = account.folder.file("none.json")
        let outcome = try await account.run([Programs.daemon, "check-config", "--config", missing])
        #expect(outcome.ending == .exit(1))
        #expect(outcome.errors.contains("configuration file `\(missing)`: no such file or directory"))
    }
}
