import CBaseline
import Directory
import Model
import Store

/// The start on an account of 100,000 users, each with a key, a policy and a group.
struct OpenRows {
    let folder: String
    let rounds: Int

    static let users = 100_000
    private static let groups = 300
    private static let usersPerCommit = 1_000

    func measure() async throws -> [Row] {
        let daemon = try Daemon(folder: folder)
        try daemon.initialise()
        try await fill(daemon)
        var samples: [Sample] = []
        var resident: [Double] = []
        for _ in 0..<rounds {
            let clock = ContinuousClock()
            let begin = clock.now
            let bytes = unsafe baseline_scan("\(daemon.data)/postern.db", "SELECT * FROM record ORDER BY key")
            guard bytes > 0 else { throw Daemon.Failure(description: "SQLite alone could not read the records") }
            let baseline = (clock.now - begin) / .seconds(1)
            let ours = try await daemon.start()
            resident.append(try daemon.residentMegabytes())
            daemon.stop()
            samples.append(Sample(value: ours, baseline: baseline, ratio: ours / baseline))
        }
        return [
            Row(
                "open.100k",
                "s",
                samples: samples,
                target: 5,
                comparedWith: "a plain scan of the same records by SQLite"
            ),
            Row(
                name: "open.100k.resident",
                value: resident.median,
                unit: "MB",
                baseline: nil,
                ratio: nil,
                target: 150,
                isMinimum: false,
                comparedWith: "-"
            ),
        ]
    }

    /// Writes the users through the Directory, as the daemon does, but many to a commit.
    private func fill(_ daemon: Daemon) async throws {
        let store = try await SQLiteStore.open(at: daemon.data)
        let directory = try await Directory.open(store)
        let groups = try (0..<Self.groups).map { try Self.id("AGPA", $0) }
        _ = try await directory.write { transaction throws(Refusal) in
            for (index, id) in groups.enumerated() {
                var group = GroupRecord(id: id)
                group.name = "group-\(index)"
                group.path = "/"
                transaction.put(group)
            }
        }
        for first in stride(from: 0, to: Self.users, by: Self.usersPerCommit) {
            let records = try (first..<first + Self.usersPerCommit).map { try Self.user($0, groups) }
            _ = try await directory.write { transaction throws(Refusal) in
                for (user, key) in records {
                    transaction.put(user)
                    transaction.put(key)
                }
            }
        }
        await directory.close()
    }

    private static func user(_ index: Int, _ groups: [UniqueID]) throws -> (UserRecord, AccessKeyRecord) {
        let keyID = try id("AKIA", index)
        var user = UserRecord(id: try id("AIDA", index))
        user.name = "user-\(index)@example.com"
        user.path = "/staff/"
        user.groups = [groups[index % groups.count]]
        user.accessKeys = [keyID]
        user.inlinePolicies = [InlinePolicy(name: "own", document: PolicyText(policy(of: index)))]
        var key = AccessKeyRecord(id: keyID, userID: user.id)
        key.isActive = true
        key.sealedSecret = [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: 81)
        return (user, key)
    }

    /// A different text for each user, so that none is shared.
    private static func policy(of index: Int) -> String {
        #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"orders:Read*","#
            + #""Resource":"arn:aws:orders:::shop/\#(index)/*"}}"#
    }

    private static func id(_ prefix: String, _ index: Int) throws -> UniqueID {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var rest = index
        var text = ""
        for _ in 0..<16 {
            text.append(alphabet[rest % 32])
            rest /= 32
        }
        guard let id = UniqueID(prefix + text) else { throw Daemon.Failure(description: "no id for \(index)") }
        return id
    }
}
