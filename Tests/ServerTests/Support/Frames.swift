import Model
import Wire

extension Frame {
    /// A typed call.
    static func of<C: WireCall>(
        _ request: C,
        call: UInt32,
        timeoutMilliseconds: UInt32 = 0,
        token: String = "",
        atLeast: Revision = .zero
    ) -> Frame {
        .call(
            CallFrame(
                call: call,
                method: C.rpc.rawValue,
                timeoutMilliseconds: timeoutMilliseconds,
                token: token,
                message: encode(request),
                atLeastRevision: atLeast
            )
        )
    }

    static func health(_ call: UInt32) -> Frame { .of(HealthCheckRequest(), call: call) }

    /// A question that the root user asks about itself.
    static func question(_ call: UInt32) -> Frame {
        .of(AuthorizeRequest(action: "s3:GetObject", resource: "arn:aws:s3:::castle/gate"), call: call)
    }

    static func newUser(_ call: UInt32, timeoutMilliseconds: UInt32 = 0) -> Frame {
        .of(CreateUserRequest(userName: "new-\(call)"), call: call, timeoutMilliseconds: timeoutMilliseconds)
    }
}

extension ReplyFrame {
    var isSuccess: Bool { status == 0 }
    var code: String? { error?.code }

    func response<M: WireMessage>(_ type: M.Type) throws -> M { try decode(type, from: message) }
}
