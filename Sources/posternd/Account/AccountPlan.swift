import Administration
import Directory
import Glibc
import Model
import Secrets
import Store

/// A new account, drawn up in memory by the same rules as later writes, to be stored in one commit.
///
/// Until that commit there is no account, however far an interrupted `init` got.
struct AccountPlan: Sendable {
    let id: AccountID
    /// Empty for none.
    let alias: String
    /// The first user, who may do everything; `nil` for none.
    let administrator: Administrator?
    let passwordParameters: PasswordHash.Parameters
    let passwordPolicy: PasswordPolicy

    struct Administrator: Sendable {
        let name: String
        let password: String
    }

    /// AWS's own document of this name.
    private static let administratorAccess = """
        {
          "Version": "2012-10-17",
          "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }]
        }
        """

    /// The records of the account.
    func records(masterKey: MasterKey, now: Timestamp) async throws(Failure) -> [Change] {
        do {
            let (keys, wrapped) = try AccountKeys.create(master: masterKey, account: id)
            let memory = MemoryStore()
            var account = AccountRecord(id: id)
            account.createdAt = now
            account.wrappedKey = wrapped
            let directory = try await Directory.create(in: memory, account: account)
            try await fill(directory, keys: keys, now: now)
            await directory.close()
            var changes: [Change] = []
            let still = MemoryStore(reopening: memory)
            _ = try await still.load { key, value, _ in changes.append(.put(key: key, value: value)) }
            return changes
        } catch let refusal as Refusal {
            throw Failure(refusal.message)
        } catch {
            throw Failure("\(error)")
        }
    }

    private func fill(_ directory: Directory, keys: AccountKeys, now: Timestamp) async throws {
        let rules = Administration.Administrator(
            directory: directory,
            keys: keys,
            passwords: PasswordPool(threads: 1, parameters: passwordParameters),
            passwordPolicy: passwordPolicy,
            clock: { now },
            uptime: { .zero }
        )
        let root = Caller(
            principal: .root(id, arn: directory.current.rootARN),
            peer: PeerFacts(uid: geteuid(), gid: getegid(), pid: getpid())
        )
        if !alias.isEmpty {
            _ = try await rules.createAccountAlias(CreateAccountAliasRequest(accountAlias: alias), by: root)
        }
        guard let administrator else { return }
        let name = administrator.name
        _ = try await rules.createUser(CreateUserRequest(userName: name), by: root)
        let policy = PutUserPolicyRequest(
            userName: name,
            policyName: "AdministratorAccess",
            policyDocument: Self.administratorAccess
        )
        _ = try await rules.putUserPolicy(policy, by: root)
        let login = CreateLoginProfileRequest(userName: name, password: administrator.password)
        _ = try await rules.createLoginProfile(login, by: root)
    }
}
