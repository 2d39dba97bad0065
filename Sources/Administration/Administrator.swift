package import Directory
package import Model
package import Secrets

/// Keeps the account's users, groups, roles, policies, keys and devices, with AWS IAM's operations.
///
/// It judges what is asked (names, quotas, conflicts) and never who asks: the Dispatcher has decided that. Every
/// change is checked and made in one write of the Directory, against the state that the write meets.
package actor Administrator {
    let directory: Directory
    let keys: AccountKeys
    let passwords: PasswordPool
    let passwordPolicy: PasswordPolicy
    let clock: Clock
    let uptime: Uptime
    /// Whether the clock may be relied on by the sweep.
    var watch: ClockWatch
    private let pager: Pager

    /// Begins the hour that the clock must be steady for before the first sweep.
    package init(
        directory: Directory,
        keys: AccountKeys,
        passwords: PasswordPool,
        passwordPolicy: PasswordPolicy = PasswordPolicy(),
        clock: @escaping Clock,
        uptime: @escaping Uptime
    ) {
        self.directory = directory
        self.keys = keys
        self.passwords = passwords
        self.passwordPolicy = passwordPolicy
        self.clock = clock
        self.uptime = uptime
        watch = ClockWatch(clock(), uptime: uptime())
        pager = Pager(key: keys.paging)
    }

    /// What is durable and visible now.
    var snapshot: Snapshot { directory.current }

    func pageRequest(_ list: RPC, _ marker: String, _ maxItems: UInt32) throws(Refusal) -> PageRequest {
        let name = list.rawValue.split(separator: "/").last.map(String.init) ?? list.rawValue
        return try PageRequest(list: name, marker: marker, maxItems: maxItems, pager: pager)
    }

    /// A unique id that no entity had before.
    func freshID(_ prefix: IDPrefix) throws(Refusal) -> UniqueID {
        try Self.uniqueID(RandomIdentifier.uniqueID(prefix: prefix.rawValue))
    }

    static func uniqueID(_ drawn: String) throws(Refusal) -> UniqueID {
        guard let id = UniqueID(drawn) else { throw .internalFailure("drew an id that is none") }
        return id
    }
}
