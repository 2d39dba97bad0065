import Client
import Model
import Support

/// Writes to users of its own, one write after the other, until the daemon is gone; and knows what must then be there.
struct OwnedWriter: Sendable {
    private let path: String
    private let prefix: String
    private var generator: SeededGenerator
    private var namesDrawn = 0
    /// What the answers so far say.
    private(set) var known = OwnedUsers()
    /// The write whose answer did not come.
    private(set) var unanswered: OwnedWrite?
    private(set) var newest = Revision.zero

    enum Fault: Error, CustomStringConvertible {
        case lost(known: OwnedUsers, unanswered: OwnedWrite?, found: OwnedUsers)
        case revisionWentBack(from: Revision, to: Revision)
        case notTheSameKey(String, String)

        var description: String {
            switch self {
            case .lost(let known, let unanswered, let found):
                "known \(known.users), unanswered \(unanswered.map { "\($0)" } ?? "nothing"), found \(found.users)"
            case .revisionWentBack(let from, let to): "revision \(to.rawValue) after \(from.rawValue)"
            case .notTheSameKey(let first, let second): "one token gave the keys \(first) and \(second)"
            }
        }
    }

    init(number: Int, seed: Seed) {
        path = "/writer-\(number)/"
        prefix = "w\(number)-"
        generator = SeededGenerator(seed: seed.value &+ UInt64(number))
    }

    /// Writes until the connection breaks, and tells of each answer.
    mutating func write(to client: PosternClient, answered: @Sendable () -> Void) async throws {
        while true {
            namesDrawn += 1
            let write = OwnedWrite.draw(from: known, fresh: "\(prefix)\(namesDrawn)", using: &generator)
            unanswered = write
            do {
                let (revision, drawn) = try await write.send(by: client, path: path)
                write.apply(to: &known, drawn: drawn)
                newest = max(newest, revision)
                unanswered = nil
            } catch is ClientError {
                return
            }
            answered()
        }
    }

    /// Finds what is there after a restart: all that was answered, and the rest whole or not at all.
    mutating func verify(by client: PosternClient) async throws {
        let head = try await client.call(GetCallerIdentityRequest()).revision
        guard head >= newest else { throw Fault.revisionWentBack(from: newest, to: head) }
        let found = try await OwnedUsers.read(client, path: path)
        if found != known {
            guard let unanswered else { throw Fault.lost(known: known, unanswered: nil, found: found) }
            var after = known
            unanswered.apply(to: &after, drawn: unanswered.drawn(before: known, found: found))
            guard found == after else { throw Fault.lost(known: known, unanswered: unanswered, found: found) }
        }
        try await repeatRotation(by: client, found: found)
        unanswered = nil
    }

    /// A rotation whose answer was lost is asked for again, and makes one key in all.
    private mutating func repeatRotation(by client: PosternClient, found: OwnedUsers) async throws {
        let before = known
        known = found
        guard let unanswered, case .rotateKey = unanswered else { return }
        let (_, drawn) = try await unanswered.send(by: client, path: path)
        let first = unanswered.drawn(before: before, found: found)
        guard first.isEmpty || first == drawn else { throw Fault.notTheSameKey(first, drawn) }
        if first.isEmpty { unanswered.apply(to: &known, drawn: drawn) }
        let again = try await OwnedUsers.read(client, path: path)
        guard again == known else { throw Fault.lost(known: known, unanswered: unanswered, found: again) }
    }
}
