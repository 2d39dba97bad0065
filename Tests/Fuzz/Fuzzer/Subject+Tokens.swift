internal import Model
internal import Secrets

extension Subject {
    /// Nobody but the account makes a token: a fuzzer that finds one has broken the cipher.
    ///
    /// Also opens a token of the account's own in which the input, laid over its end, changes something.
    static func token(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        precondition((try? SealedToken.open(text, key: keys.session)) == nil, "a forged token opens")

        var altered = Array(sealed.utf8)
        let count = min(bytes.count, altered.count)
        for offset in 0..<count { altered[altered.count - count + offset] ^= bytes[offset] }
        let payload = try? SealedToken.open(altered.span, key: keys.session)
        let isOwn = altered == Array(sealed.utf8)
        precondition(isOwn ? payload == Array("payload".utf8) : payload == nil, "an altered token opens")
        precondition((try? SealedToken.open(altered.span, key: keys.challenge)) == nil, "a token has two purposes")
    }

    private static let keys: (session: TokenKey, challenge: TokenKey) = {
        let master = MasterKey(unwrap(try? SecretKey(unwrap(try? SecretBytes.random(count: SecretKey.bytesCount)))))
        let made = unwrap(try? AccountKeys.create(master: master, account: Example.account))
        return (TokenKey(made.keys, purpose: .session), TokenKey(made.keys, purpose: .challenge))
    }()

    private static let sealed = unwrap(try? SealedToken.seal(payload: Array("payload".utf8), key: keys.session))
}

/// A value that the fuzzer itself makes and cannot go on without.
func unwrap<Value>(_ value: consuming Value?) -> Value where Value: ~Copyable {
    guard let value = consume value else { preconditionFailure("the fuzzer's own value cannot be made") }
    return value
}
