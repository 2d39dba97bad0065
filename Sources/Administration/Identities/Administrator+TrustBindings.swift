internal import Directory
package import Model
internal import PolicyLanguage

extension Administrator {
    /// Finds out whom the trust policies name that an earlier version saved, which took principals by their ARNs.
    ///
    /// Once it is done, they are as if they were saved now. Until then such a policy goes on being judged by ARN.
    ///
    /// - Returns: How many there were.
    @discardableResult
    package func bindTrustPolicies() async throws(Refusal) -> Int {
        var (count, last) = (0, String?.none)
        while true {
            let page = snapshot.roles(after: last, max: Self.rolesMax)
            let names = page.items.filter { $0.trustBindings == nil }.map(\.name)
            if !names.isEmpty { try await bindTrustPolicies(of: names) }
            count += names.count
            guard page.isTruncated, let end = page.items.last else { return count }
            last = end.keyName
        }
    }

    private static let rolesMax = 64

    private func bindTrustPolicies(of names: [String]) async throws(Refusal) {
        _ = try await directory.write { (transaction) throws(Refusal) in
            for name in names {
                guard var role = transaction.snapshot.role(named: name), role.trustBindings == nil else { continue }
                // A document that cannot be read lets nobody in, bound or not.
                guard let trust = try? CheckedPolicy(parsing: role.trustPolicy.text, kind: .trust) else { continue }
                role.trustBindings = trust.bindingsOfWhoIsThere(in: transaction.snapshot)
                transaction.put(role)
            }
        }
    }
}
