import Model
import Testing

/// AWS's error codes, and the gRPC status that goes with each.
@Suite struct RefusalTests {
    @Test(arguments: [
        (Refusal.noSuchEntity("x"), "NoSuchEntity", Refusal.Status.notFound, UInt32(5)),
        (.alreadyExists("x"), "EntityAlreadyExists", .alreadyExists, 6),
        (.deleteConflict("x"), "DeleteConflict", .failedPrecondition, 9),
        (.limitExceeded("x"), "LimitExceeded", .resourceExhausted, 8),
        (.malformedPolicy("x"), "MalformedPolicyDocument", .invalidArgument, 3),
        (.invalidInput("x"), "InvalidInput", .invalidArgument, 3),
        (.validation("x"), "ValidationError", .invalidArgument, 3),
        (.accessDenied("x"), "AccessDenied", .permissionDenied, 7),
        (.invalidToken("x"), "InvalidClientTokenId", .unauthenticated, 16),
        (.expiredToken("x"), "ExpiredToken", .unauthenticated, 16),
        (.throttling("x"), "Throttling", .resourceExhausted, 8),
        (.unavailable("x"), "ServiceUnavailable", .unavailable, 14),
        (.internalFailure("x"), "ServiceFailure", .internal, 13),
    ])
    func `a refusal has AWS's code and gRPC's status`(
        refusal: Refusal,
        code: String,
        status: Refusal.Status,
        number: UInt32
    ) {
        #expect(refusal.code == code && refusal.status == status && refusal.status.rawValue == number)
        #expect(refusal.message == "x")
    }
}
