package import Model

/// The end of a call.
package struct ReplyFrame: Hashable, Sendable {
    /// Why a call was refused.
    package struct Fault: Hashable, Sendable {
        /// AWS's error code where one exists.
        package var code: String
        package var message: String

        package init(code: String = "", message: String = "") {
            self.code = code
            self.message = message
        }
    }

    /// The number that the client gave the call.
    package var call: UInt32
    /// A gRPC status; 0 is OK.
    package var status: UInt32
    /// Why, where the status is not 0.
    package var error: Fault?
    /// The bytes of the RPC's response, where the status is 0.
    package var message: [UInt8]
    /// The revision that the answer shows; for a write the one that made it durable.
    package var revision: Revision

    package init(
        call: UInt32,
        status: UInt32 = 0,
        error: Fault? = nil,
        message: [UInt8] = [],
        revision: Revision = .zero
    ) {
        self.call = call
        self.status = status
        self.error = error
        self.message = message
        self.revision = revision
    }

    /// The reply to a call that was carried out.
    package static func success(call: UInt32, message: [UInt8], revision: Revision) -> ReplyFrame {
        ReplyFrame(call: call, message: message, revision: revision)
    }

    /// The reply to a call that was not.
    package static func refusal(call: UInt32, _ refusal: Refusal, revision: Revision = .zero) -> ReplyFrame {
        ReplyFrame(
            call: call,
            status: refusal.status.rawValue,
            error: Fault(code: refusal.code, message: refusal.message),
            revision: revision
        )
    }

    /// Why the call was not carried out; `nil` where it was.
    package var refusal: Refusal? {
        guard status != 0 else { return nil }
        return Refusal(Refusal.Status(rawValue: status) ?? .unknown, code: error?.code ?? "", error?.message ?? "")
    }

    /// The bytes of the response, or why there is none.
    package var outcome: Result<[UInt8], Refusal> {
        refusal.map(Result.failure) ?? .success(message)
    }
}
