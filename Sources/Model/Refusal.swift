/// Why a call was not carried out, as it is told to the caller.
///
/// Made in the room that knows what may be told; the wire carries it as it is. A decision that denies is an
/// answer and not a refusal.
public struct Refusal: Error, Hashable, Sendable {
    /// The gRPC status that goes with a refusal.
    public enum Status: UInt32, Sendable, CaseIterable {
        case cancelled = 1
        case unknown = 2
        case invalidArgument = 3
        case deadlineExceeded = 4
        case notFound = 5
        case alreadyExists = 6
        case permissionDenied = 7
        case resourceExhausted = 8
        case failedPrecondition = 9
        case aborted = 10
        case outOfRange = 11
        case unimplemented = 12
        case `internal` = 13
        case unavailable = 14
        case dataLoss = 15
        case unauthenticated = 16
    }

    /// The gRPC status that the caller gets.
    public let status: Status
    /// AWS's error code where one exists (`NoSuchEntity`), else one of Postern's own in the same style.
    public let code: String
    /// What was wrong, with what value, and what would be right: lower case, no full stop, user text in back-ticks.
    public let message: String

    /// A refusal with a code of its own; the most common ones have a function each.
    public init(_ status: Status, code: String, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }
}

extension Refusal {
    /// What was named does not exist.
    public static func noSuchEntity(_ message: String) -> Refusal {
        Refusal(.notFound, code: "NoSuchEntity", message)
    }

    /// The name is taken.
    public static func alreadyExists(_ message: String) -> Refusal {
        Refusal(.alreadyExists, code: "EntityAlreadyExists", message)
    }

    /// Something still belongs to what was to be deleted.
    public static func deleteConflict(_ message: String) -> Refusal {
        Refusal(.failedPrecondition, code: "DeleteConflict", message)
    }

    /// A quota of the account is used up.
    public static func limitExceeded(_ message: String) -> Refusal {
        Refusal(.resourceExhausted, code: "LimitExceeded", message)
    }

    /// A document that is not a policy.
    public static func malformedPolicy(_ message: String) -> Refusal {
        Refusal(.invalidArgument, code: "MalformedPolicyDocument", message)
    }

    /// Values that do not go together, or may not be given.
    public static func invalidInput(_ message: String) -> Refusal {
        Refusal(.invalidArgument, code: "InvalidInput", message)
    }

    /// A value outside its grammar or range.
    public static func validation(_ message: String) -> Refusal {
        Refusal(.invalidArgument, code: "ValidationError", message)
    }

    /// The caller is known, and may not.
    public static func accessDenied(_ message: String) -> Refusal {
        Refusal(.permissionDenied, code: "AccessDenied", message)
    }

    /// Nobody is who the caller would have to be: no token, or one that is not believed.
    public static func invalidToken(_ message: String) -> Refusal {
        Refusal(.unauthenticated, code: "InvalidClientTokenId", message)
    }

    /// A token that was good once.
    public static func expiredToken(_ message: String) -> Refusal {
        Refusal(.unauthenticated, code: "ExpiredToken", message)
    }

    /// Nobody waits for the answer.
    public static let cancelled = Refusal(.cancelled, code: "RequestCancelled", "the caller no longer waits")

    /// AWS's code for "not now": the caller asks too often.
    public static let throttlingCode = "Throttling"

    /// Too much at a time, or too many failures.
    public static func throttling(_ message: String) -> Refusal {
        Refusal(.resourceExhausted, code: throttlingCode, message)
    }

    /// The store cannot take the write, or the state asked for is not there yet; nothing was changed.
    public static func unavailable(_ message: String) -> Refusal {
        Refusal(.unavailable, code: "ServiceUnavailable", message)
    }

    /// A fault of Postern's own.
    public static func internalFailure(_ message: String) -> Refusal {
        Refusal(.internal, code: "ServiceFailure", message)
    }
}
