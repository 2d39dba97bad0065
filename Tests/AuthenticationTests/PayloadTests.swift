import Model
import Support
import Testing

@testable import Authentication

@Suite struct PayloadTests {
    static func id(_ text: String) throws -> UniqueID { try #require(UniqueID(text)) }

    static func sessions() throws -> [SessionPayload] {
        let (user, key, role) = (
            try id("AIDAABCDEFGHIJKLMNOPQ"), try id("AKIAABCDEFGHIJKLMNOP"), try id("AROAABCDEFGHIJKLMNOPQ")
        )
        let whole: [(SessionPayload.Holder, SessionPayload.Credential)] = [
            (.user(user), .password(generation: .max, profileCreatedAt: Timestamp(microseconds: -1))),
            (.user(user), .accessKey(key)),
            (.role(role, sessionName: "deploy@ci"), .assumedRole),
        ]
        return whole.flatMap { holder, credential in
            [nil, Timestamp(microseconds: .min), Timestamp(microseconds: .max)].map { time in
                SessionPayload(
                    holder: holder,
                    credential: credential,
                    id: "AAAAAAAAAAAAAAAAAAAAAA",
                    issuedAt: Timestamp(microseconds: 1_800_000_000_123_456),
                    expiration: Timestamp(microseconds: 1_800_000_900_123_456),
                    mfaAt: time,
                    epoch: time,
                    drops: .max
                )
            }
        }
    }

    static func challenge(mfaAt: Timestamp?) throws -> ChallengePayload {
        ChallengePayload(
            userID: try id("AIDAABCDEFGHIJKLMNOPQ"),
            generation: 7,
            profileCreatedAt: Timestamp(microseconds: 1),
            epoch: mfaAt,
            id: "AAAAAAAAAAAAAAAAAAAAAA",
            issuedAt: Timestamp(microseconds: 2),
            durationSeconds: 900,
            wantsCode: mfaAt == nil,
            mfaAt: mfaAt,
            drops: 0x0102_0304_0506_0708
        )
    }

    @Test func `a session's payload opens to itself`() throws {
        for payload in try Self.sessions() { #expect(SessionPayload(decoding: payload.encoded()) == payload) }
    }

    @Test func `a challenge's payload opens to itself`() throws {
        for mfaAt in [nil, Timestamp(microseconds: 3)] {
            let payload = try Self.challenge(mfaAt: mfaAt)
            #expect(ChallengePayload(decoding: payload.encoded()) == payload)
        }
    }

    @Test func `a payload that is cut, lengthened or of another version does not open`() throws {
        for bytes in try Self.sessions().map({ $0.encoded() }) {
            for count in bytes.indices { #expect(SessionPayload(decoding: Array(bytes[..<count])) == nil) }
            #expect(SessionPayload(decoding: bytes + [0]) == nil)
            for version in [1, 3] as [UInt8] {
                #expect(SessionPayload(decoding: [version] + bytes.dropFirst()) == nil)
            }
        }
        let bytes = try Self.challenge(mfaAt: nil).encoded()
        for count in bytes.indices { #expect(ChallengePayload(decoding: Array(bytes[..<count])) == nil) }
        #expect(ChallengePayload(decoding: bytes + [0]) == nil)
        for version in [1, 3] as [UInt8] {
            #expect(ChallengePayload(decoding: [version] + bytes.dropFirst()) == nil)
        }
    }

    @Test func `a user cannot be assumed, and a role signs in with nothing`() throws {
        let session = try #require(try Self.sessions().first)
        let user = try Self.id("AIDAABCDEFGHIJKLMNOPQ")
        let pairs: [(SessionPayload.Holder, SessionPayload.Credential)] = [
            (.user(user), .assumedRole), (.role(user, sessionName: "x"), .accessKey(user)),
            (.role(user, sessionName: "x"), .password(generation: 1, profileCreatedAt: World.start)),
        ]
        for (holder, credential) in pairs {
            let payload = SessionPayload(
                holder: holder,
                credential: credential,
                id: session.id,
                issuedAt: session.issuedAt,
                expiration: session.expiration,
                mfaAt: nil,
                epoch: nil,
                drops: 0
            )
            #expect(SessionPayload(decoding: payload.encoded()) == nil)
        }
    }

    @Test(arguments: Seed.forThisRun(count: 200))
    func `random bytes make no trap, and what opens is what would be written`(_ seed: Seed) throws {
        var generator = SeededGenerator(seed)
        var bytes = try #require(try Self.sessions().randomElement(using: &generator)).encoded()
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            bytes[Int.random(in: bytes.indices, using: &generator)] = .random(in: 0...255, using: &generator)
        }
        if let payload = SessionPayload(decoding: bytes) { #expect(payload.encoded() == bytes) }
        _ = ChallengePayload(decoding: bytes)
    }
}
