internal import Directory
package import Model

extension Administrator {
    /// Gives users, groups, roles and policies, in this order and each by name, page by page.
    package func getAccountAuthorizationDetails(
        _ request: GetAccountAuthorizationDetailsRequest,
        by caller: Caller
    ) async throws(Refusal) -> GetAccountAuthorizationDetailsResponse {
        let kinds = try DetailKind.parsing(request.filter)
        let wanted = try pageRequest(.getAccountAuthorizationDetails, request.marker, request.maxItems)
        let snapshot = self.snapshot
        let page = wanted.page(
            { after, max in snapshot.details(of: kinds, after: after, max: max) },
            by: \.place,
            bytes: \.bytes
        )
        var response = GetAccountAuthorizationDetailsResponse(isTruncated: page.isTruncated, marker: page.marker)
        for entity in page.items { response.append(entity, in: snapshot) }
        return response
    }
}

extension Snapshot {
    /// The entities after a place, of the first kind that has any there.
    fileprivate func details(
        of kinds: [DetailKind],
        after place: String?,
        max: Int
    ) -> (items: [DetailEntity], isTruncated: Bool) {
        for kind in kinds {
            var after: String?
            if let place {
                if place.hasPrefix(kind.placePrefix) {
                    after = String(place.dropFirst(kind.placePrefix.count))
                } else if kind.placePrefix < place {
                    continue
                }
            }
            let found = entities(kind, after: after, max: max)
            // The kinds that follow are asked for next, whatever they hold.
            if !found.items.isEmpty { return (found.items, found.isTruncated || kind != kinds.last) }
        }
        return ([], false)
    }

    private func entities(
        _ kind: DetailKind,
        after: String?,
        max: Int
    ) -> (items: [DetailEntity], isTruncated: Bool) {
        switch kind {
        case .user:
            let page = users(pathPrefix: "", after: after, max: max)
            return (page.items.map(DetailEntity.user), page.isTruncated)
        case .group:
            let page = groups(pathPrefix: "", after: after, max: max)
            return (page.items.map(DetailEntity.group), page.isTruncated)
        case .role:
            let page = roles(pathPrefix: "", after: after, max: max)
            return (page.items.map(DetailEntity.role), page.isTruncated)
        case .policy:
            let page = policies(pathPrefix: "", after: after, max: max)
            return (page.items.map(DetailEntity.policy), page.isTruncated)
        }
    }
}
