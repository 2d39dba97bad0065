/// Every bound on what a peer, a file or a queue may ask of the daemon, in one place.
///
/// The account's quotas, which an operator may raise, are in `Quotas`.
public enum Limits {
    // MARK: Frames and connections

    /// The largest frame on the native socket, in bytes, without its 4-byte length.
    public static let frameBytesMax = 4 * 1024 * 1024
    /// Calls of one connection that wait for an answer; no more are read until one has it.
    public static let callsInFlightPerConnection = 256
    /// While more bytes than this are held for a connection's calls in flight, no more are read: the requests as they
    /// came, and what batches are in memory, which may be much more.
    public static let heldBytesPerConnection = 2 * frameBytesMax
    /// Bytes that wait for one user of the machine, on all its connections; what would be more is refused.
    ///
    /// Those of frames that have begun, of requests and batches in flight, and of replies that were not sent.
    public static let waitingBytesPerUID = 64 * 1024 * 1024
    /// The same for all users together.
    public static let waitingBytesInAll = 4 * waitingBytesPerUID
    /// Bytes that wait are counted in whole steps of so many, so that a connection with short calls costs no count.
    public static let waitingBytesStep = 64 * 1024
    /// Open connections of one user of the machine.
    public static let connectionsPerUID = 256
    /// Open connections of all users together.
    public static let connectionsInAll = 1_024
    /// Connections that may wait to be accepted.
    public static let connectionsWaiting = connectionsInAll
    /// Files that the daemon has open besides its connections, at most.
    public static let otherFilesMax = 256
    /// Event loops, where the operator does not say: one for each processor, and no more than these.
    public static let eventLoopsDefaultMax = 4
    /// A connection with no call in flight and no bytes for this long is closed.
    public static let idleSeconds: Int64 = 15 * 60
    /// A frame that has begun must be whole within this time.
    public static let halfFrameSeconds: Int64 = 10
    /// A connection whose unsent replies exceed this many bytes is not read until they drain.
    public static let writeBufferPauseBytes = 1 * 1024 * 1024
    /// A connection whose unsent replies exceed this many bytes is cut off.
    public static let writeBufferCutBytes = 16 * 1024 * 1024
    /// A client that is paused and reads nothing for this long is cut off.
    public static let stalledWriteSeconds: Int64 = 30
    /// A longer deadline is taken as this one.
    public static let timeoutMillisecondsMax: UInt32 = 10 * 60 * 1_000
    /// An answer that says `Throttling` comes this much later, so that asking again at once gains nothing.
    public static let throttledPauseMilliseconds: Int64 = 250
    /// The time that calls in flight get when the daemon is told to stop.
    public static let drainSeconds: Int64 = 10
    /// `sun_path` is 108 bytes with its NUL.
    public static let socketPathBytesMax = 107
    /// Items of the batches that are under way on one event loop; one more batch is refused.
    public static let batchItemsPerLoop = 500_000
    /// A batch holds an event loop for about this long, then lets others go first.
    public static let batchSliceMicroseconds: Int64 = 1_000

    // MARK: Requests

    /// Questions in one batch.
    public static let batchItemsMax = 10_000
    /// Condition keys in one request.
    public static let contextKeysMax = 256
    /// Values of one condition key.
    public static let contextValuesPerKeyMax = 1_024
    /// The longest condition key.
    public static let contextKeyBytesMax = 512
    /// The longest value of a condition key.
    public static let contextValueBytesMax = 16 * 1_024
    /// The longest resource ARN.
    public static let resourceBytesMax = 2_048
    /// The longest session token.
    public static let tokenBytesMax = 4_096
    /// Items in one page of a list.
    public static let listItemsMax = 1_000
    /// Items in one page where the caller does not say.
    public static let listItemsDefault = 100

    // MARK: Policies

    /// A policy document longer than this many bytes is refused before it is parsed.
    public static let policyBytesMax = 128 * 1_024
    /// Objects and lists within each other in a policy.
    public static let policyDepthMax = 32

    /// Levels of control policies: AWS's root, five units of an organization within each other, of which the last stands
    /// for the account's own level too.
    public static let controlLevelsMax: UInt32 = 6
    /// Control policies of one type at one level.
    public static let controlPoliciesPerLevelMax = 5
    /// The longest control policy, in characters, white space outside strings not counted.
    public static let controlPolicyCharactersMax = 5_120

    // MARK: What the Authorizer keeps

    /// Principals that one event loop keeps ready to be judged, in each of two generations.
    public static let cachedPrincipalsMax = 4_096
    /// Compiled policies that the loops share, in each of two generations.
    public static let cachedPoliciesMax = 8_192
    /// Compiled resource policies, which come with requests, that one loop keeps in each of two generations.
    public static let cachedResourcePoliciesMax = 64
    /// A question that brings a longer resource policy, not compiled yet, is judged away from the event loops: reading a
    /// shorter one takes a loop no longer than a slice.
    public static let resourcePolicyBytesOnLoop = 8 * 1_024
    /// A longer resource policy is compiled each time.
    public static let cachedResourcePolicyBytesMax = 20 * 1_024
    /// Statements about actions that one loop keeps found, for all its principals.
    public static let cachedRelevantStatementsMax = 65_536
    /// Statements that an explanation tells of.
    public static let explanationFindingsMax = 2_000
    /// The text of an explanation's findings; the statements that are furthest from applying are left out beyond it.
    public static let explanationBytesMax = 1 * 1_024 * 1_024

    // MARK: Work

    /// Access keys, roles and passwords whose last use waits to be written down.
    public static let usesMax = 65_536
    /// Password hashes that may wait for the pool; one more is refused.
    public static let passwordQueueMax = 64
    /// Writes that may wait for the store; one more is refused.
    public static let writeQueueMax = 4_096
    /// How often a write is tried again because another one failed before it.
    public static let writeAttemptsMax = 8
    /// Callers that may wait for a revision that is not there yet; one more is refused.
    public static let revisionWaitersMax = 1_024
    /// Longest password, in bytes.
    public static let passwordBytesMax = 1_024
}
