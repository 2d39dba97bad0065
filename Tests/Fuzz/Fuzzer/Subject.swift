import Model
import PolicyLanguage
import Secrets
import Wire

/// What a fuzzer feeds: a place where bytes from outside come in.
enum Subject: String, CaseIterable {
    case frame
    case message
    case policy
    case token

    // SAFETY: set once, before the fuzzer starts its only thread.
    nonisolated(unsafe) static var chosen = Subject.frame

    /// Nothing may trap, and what must hold is checked; libFuzzer keeps the input of a failed check.
    func run(_ bytes: [UInt8]) {
        switch self {
        case .frame: frames(bytes)
        case .message: messages(bytes)
        case .policy: policy(bytes)
        case .token: token(bytes)
        }
    }

    /// A stream cut in two at a place that its first byte chooses gives what the whole stream gives.
    private func frames(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let stream = bytes.dropFirst()
        let cut = stream.startIndex + min(Int(first), stream.count)
        let whole = Self.frames(in: [Array(stream)])
        let parts = Self.frames(in: [Array(stream[..<cut]), Array(stream[cut...])])
        precondition(whole.frames == parts.frames, "frames depend on how the stream is cut")
        precondition(whole.isRefused == parts.isRefused, "a refusal depends on how the stream is cut")
    }

    private static func frames(in chunks: [[UInt8]]) -> (frames: [[UInt8]], isRefused: Bool) {
        var decoder = FrameDecoder()
        var frames: [[UInt8]] = []
        do {
            for chunk in chunks {
                decoder.feed(chunk)
                while let frame = try decoder.next() { frames.append(encodeFrame(frame)) }
            }
            return (frames, false)
        } catch {
            return (frames, true)
        }
    }

    /// The first byte chooses the message; one that is read can be written and read again to the same value.
    private func messages(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let types = allWireMessages
        roundTrip(types[Int(first) % types.count], Array(bytes.dropFirst()))
    }

    private func roundTrip<Message: WireMessage & Hashable>(_ type: Message.Type, _ bytes: [UInt8]) {
        guard let message = try? decode(type, from: bytes) else { return }
        guard let again = try? decode(type, from: encode(message)) else {
            preconditionFailure("a message that was written cannot be read")
        }
        precondition(message == again, "a message changed on its way")
    }

    /// What parses prints to what parses to the same, whichever kind of policy it is.
    private func policy(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return }
        for kind in DocumentKind.allCases {
            guard let document = try? PolicyDocument(parsing: text, kind: kind) else { continue }
            let compiled = CompiledPolicy(compiling: document)
            _ = compiled.statementCount
            guard let again = try? PolicyDocument(parsing: PolicyPrinter.print(document), kind: kind) else {
                preconditionFailure("a printed policy does not parse")
            }
            precondition(again.statements.count == document.statements.count, "printing changed a policy")
        }
    }

    /// Nobody but the account makes a token: a fuzzer that finds one has broken the cipher.
    private func token(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        precondition((try? SealedToken.open(text, key: Self.key)) == nil, "a forged token opens")
    }

    private static let key: TokenKey = {
        guard let account = AccountID("123456789012"),
            let master = try? MasterKey(.random()),
            let made = try? AccountKeys.create(master: master, account: account)
        else { preconditionFailure("no keys") }
        return TokenKey(made.keys, purpose: .session)
    }()
}
