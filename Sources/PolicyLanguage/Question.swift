import Model

/// A request with what every statement would otherwise work out for itself.
struct Question {
    let request: AccessRequest
    /// Of the whole action and of its service, ignoring case.
    let actionHash: UInt64
    let serviceHash: UInt64
    /// The offset after the fifth colon of the resource.
    let boundary: Int
    /// The action has no resource: only a statement about every resource is about it.
    let hasNoResource: Bool
    let hasBoundary: Bool

    init(_ request: AccessRequest, hasBoundary: Bool) {
        self.request = request
        self.hasBoundary = hasBoundary
        let action = request.action.text.utf8Span.span
        var hash = ActionIndex.emptyHash
        var serviceHash = hash
        for offset in 0..<action.count {
            if offset == request.action.colon { serviceHash = hash }
            hash = ActionIndex.hash(hash, action[offset])
        }
        self.actionHash = hash
        self.serviceHash = serviceHash
        let resource = request.resource.utf8Span.span
        self.boundary = ARNBoundary(resource).offset
        self.hasNoResource = resource.count == 1 && resource[0] == UInt8(ascii: "*")
    }

    /// Whether an account owns the resource, as `AccessRequest.resourceAccount` says who does.
    func isOwned(by account: AccountID) -> Bool {
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
