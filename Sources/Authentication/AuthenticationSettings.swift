package import Secrets

/// What an operator may set about signing in.
package struct AuthenticationSettings: Hashable, Sendable {
    package var throttle = ThrottleSettings()
    /// For a new password that a challenge asks for.
    package var passwordPolicy = PasswordPolicy()

    package init() {}

    /// How long a challenge may wait for its answer.
    package static let challengeSeconds: Int64 = 5 * 60
    /// A token that was issued further in the future than this is refused: clocks differ, but not by more.
    package static let clockSkewSeconds: Int64 = 5 * 60
    package static let sessionSecondsMin: UInt32 = 900
    package static let sessionSecondsMax: UInt32 = 129_600
    package static let sessionSecondsDefault: UInt32 = 43_200
    package static let roleSessionSecondsDefault: UInt32 = 3_600
    /// Where a role session assumes another role.
    package static let chainedRoleSecondsMax: UInt32 = 3_600
}

/// How failures to sign in are slowed down.
///
/// After the free failures each further one in a row makes the next attempt wait, twice as long each time, up to the
/// longest wait.
package struct ThrottleSettings: Hashable, Sendable {
    /// Failures in a row of one user, from one peer, that cost no wait.
    package var freeFailures: UInt32 = 3
    /// Failures in a row of one peer, over all users, that cost no wait.
    package var peerFreeFailures: UInt32 = 20
    package var firstWaitSeconds: Int64 = 1
    package var longestWaitSeconds: Int64 = 15 * 60
    /// Without a failure for so long, the count begins anew.
    package var forgetSeconds: Int64 = 24 * 3_600

    package init() {}

    /// Users and peers whose failures are held in memory.
    static let entriesMax = 16_384
    /// Unknown names whose failures are kept in the store.
    static let unknownNamesStoredMax = 1_024

    /// The wait that so many failures in a row cost.
    func waitSeconds(failures: UInt32, free: UInt32) -> Int64 {
        guard failures > free else { return 0 }
        // Thirty doublings of a second are 34 years: beyond any longest wait.
        let doublings = Int64(min(failures - free - 1, 30))
        return min(longestWaitSeconds, firstWaitSeconds << doublings)
    }
}
