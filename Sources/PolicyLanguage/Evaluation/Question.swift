import Model

/// What every statement would otherwise work out of a request for itself.
///
/// Holds no storage, so that a decision copies nothing of its request.
struct Question {
    /// The offset after the fifth colon of the resource.
    let boundary: Int
    /// The action has no resource: only a statement about every resource is about it.
    let hasNoResource: Bool
    let hasBoundary: Bool
    /// Whom the principal belongs to; `nil` for services and nobody.
    let account: AccountID?

    init(_ request: borrowing AccessRequest, hasBoundary: Bool) {
        self.hasBoundary = hasBoundary
        let resource = request.resource.utf8Span.span
        self.boundary = ARNBoundary(resource).offset
        self.hasNoResource = resource.count == 1 && resource[0] == UInt8(ascii: "*")
        self.account = request.principal.account
    }

    /// Whether an account owns a request's resource, as `AccessRequest.resourceAccount` says who does.
    func isOwned(_ request: AccessRequest, by account: AccountID) -> Bool {
        if let owner = request.resourceAccount { return owner == account }
        let resource = request.resource.utf8Span.span
        // `:` and 12 digits before the fifth colon; without them the resource is the caller's own.
        guard boundary >= 14, resource[boundary - 1] == UInt8(ascii: ":"), resource[boundary - 14] == UInt8(ascii: ":")
        else { return true }
        for offset in boundary - 13..<boundary - 1 where resource[offset] < 0x30 || resource[offset] > 0x39 {
            return true
        }
        var offset = boundary - 13
        for digit in account.digits.utf8 {
            guard resource[offset] == digit else { return false }
            offset += 1
        }
        return true
    }
}

/// An action as `ActionIndex` looks for it: of its whole text and of its service, ignoring case.
struct ActionHashes {
    let whole: UInt64
    let service: UInt64

    init(_ action: Action) {
        let text = action.text.utf8Span.span
        var hash = ActionIndex.emptyHash
        var service = hash
        for offset in 0..<text.count {
            if offset == action.colon { service = hash }
            hash = ActionIndex.hash(hash, text[offset])
        }
        self.whole = hash
        self.service = service
    }
}
