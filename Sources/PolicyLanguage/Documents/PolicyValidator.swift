/// Judges parsed statements by the rules of their kind of policy.
struct PolicyValidator {
    let kind: DocumentKind
    let strictness: Strictness

    func validate(_ document: PolicyDocument) throws(PolicyError) {
        var sids: Set<String> = []
        for statement in document.statements {
            if let sid = statement.sid, !sid.isEmpty {
                try validate(sid: sid, at: statement.position)
                guard sids.insert(sid).inserted else {
                    throw PolicyError(
                        .invalidSid,
                        "sid \(PolicyError.quoted(sid)) is given twice, sids are unique within a policy",
                        at: statement.position
                    )
                }
            }
            for value in statement.action.values { try validate(action: value) }
            if strictness == .stored {
                for (value, pattern) in zip(statement.resource?.values ?? [], statement.resource?.patterns ?? []) {
                    try validate(resource: value, pattern)
                }
                try validatePrincipal(of: statement)
                try validateResource(of: statement)
            }
        }
    }

    /// IAM takes ASCII letters and digits; services that keep their own resource policies take more.
    private func validate(sid: String, at position: TextPosition) throws(PolicyError) {
        guard kind != .resource, strictness == .stored else { return }
        let isAlphanumeric = sid.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        }
        guard isAlphanumeric else {
            throw PolicyError(
                .invalidSid,
                "sid \(PolicyError.quoted(sid)) may hold only letters and digits",
                at: position
            )
        }
    }

    /// `*`, or a service, a colon and a name.
    ///
    /// The name is not judged: a name that no service has matches no request, as in IAM.
    private func validate(action: LocatedText) throws(PolicyError) {
        let bytes = action.text.utf8
        if action.text == "*" {
            guard kind == .trust, strictness == .stored else { return }
        }
        let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
        guard let colon, colon > bytes.startIndex, bytes.prefix(upTo: colon).allSatisfy(Self.isServiceByte) else {
            throw PolicyError(
                .invalidAction,
                "action \(PolicyError.quoted(action.text)) has no service, write `SERVICE:NAME`"
                    + (kind == .trust ? "" : " or `*`"),
                at: action.position
            )
        }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
            throw PolicyError(
                .invalidAction,
                "action \(PolicyError.quoted(action.text)) holds characters that no action has",
                at: action.position
            )
        }
        guard kind != .trust || strictness == .foreign || action.text.lowercased().hasPrefix("sts:") else {
            throw PolicyError(
                .invalidAction,
                "action \(PolicyError.quoted(action.text)) in a trust policy, which may only allow actions of `sts`",
                at: action.position
            )
        }
    }

    private static func isServiceByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        // AWS takes wildcards here too; `*:*` is every action of every service.
        case UInt8(ascii: "*"), UInt8(ascii: "?"): true
        default: false
        }
    }

    /// `*`, or an ARN whose service is spelled out and whose segments are all there or within reach of a `*`.
    private func validate(resource: LocatedText, _ pattern: Pattern) throws(PolicyError) {
        if pattern.shape == .everything { return }
        let segments = resource.text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        func refuse(_ reason: String) -> PolicyError {
            PolicyError(
                .invalidResource,
                "resource \(PolicyError.quoted(resource.text)) \(reason)",
                at: resource.position
            )
        }
        guard resource.text.hasPrefix("arn:"), segments.count >= 3 else { throw refuse("is neither an ARN nor `*`") }
        guard !segments[2].isEmpty, segments[2].allSatisfy(Self.isServiceByte),
            !segments[2].contains(UInt8(ascii: "*")), !segments[2].contains(UInt8(ascii: "?"))
        else { throw refuse("must spell out its service, without wildcards") }
        // A `*` that ends a segment stands for those that follow, and a variable may bring some.
        guard
            segments.count >= 6 || segments.contains(where: { $0.last == UInt8(ascii: "*") })
                || !pattern.variables.isEmpty
        else { throw refuse("has \(segments.count) segments, an ARN has six") }
    }

    private func validatePrincipal(of statement: Statement) throws(PolicyError) {
        guard let principal = statement.principal else {
            guard kind.hasPrincipal else { return }
            throw PolicyError(.missingElement, "the statement has no `Principal`", at: statement.position)
        }
        let place = principal.entries.first?.value.position ?? statement.position
        guard kind.hasPrincipal else {
            throw PolicyError(
                .prohibitedElement,
                "`Principal` in a policy that is attached to a principal, only resource and trust policies name any",
                at: place
            )
        }
        guard kind == .resource || !principal.isNegated else {
            throw PolicyError(.prohibitedElement, "`NotPrincipal` in this kind of policy, use `Principal`", at: place)
        }
        // AWS: "NotPrincipal must be used with Effect: Deny. Using it with Effect: Allow is not supported."
        guard statement.effect == .deny || !principal.isNegated else {
            throw PolicyError(
                .prohibitedElement,
                "`NotPrincipal` with `Allow` allows everybody else, name with `Principal` whom the statement allows",
                at: place
            )
        }
        let isEverybody = principal.entries.count == 1 && principal.entries.first?.matcher == .anyone
        guard kind != .resourceControl || isEverybody else {
            throw PolicyError(
                .invalidPrincipal,
                "the principal of a resource control policy must be `*`, use a condition",
                at: place
            )
        }
    }

    private func validateResource(of statement: Statement) throws(PolicyError) {
        switch kind {
        case .trust:
            guard let resource = statement.resource else { return }
            throw PolicyError(
                .prohibitedElement,
                "`Resource` in a trust policy, which is about its own role",
                at: resource.values.first?.position ?? statement.position
            )
        case .resource: return
        case .identity, .session, .permissionsBoundary, .serviceControl, .resourceControl:
            guard statement.resource == nil else { return }
            throw PolicyError(
                .missingElement,
                "the statement has no `Resource` or `NotResource`",
                at: statement.position
            )
        }
    }
}
