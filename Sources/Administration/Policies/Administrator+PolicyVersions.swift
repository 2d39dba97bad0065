internal import Directory
package import Model
internal import PolicyLanguage

extension Administrator {
    package func createPolicyVersion(
        _ request: CreatePolicyVersionRequest,
        by caller: Caller
    ) async throws(Refusal) -> CreatePolicyVersionResponse {
        let reference = try PolicyReference(parsing: request.policyARN)
        let checked = try CheckedPolicy(parsing: request.policyDocument, kind: .identity)
        let now = clock()
        let written = try await directory.write { (transaction) throws(Refusal) -> PolicyVersion in
            let quotas = transaction.snapshot.account.quotas
            var policy = try transaction.snapshot.wanted(reference)
            try checked.fits(quotas.managedPolicyCharacters, "managed policy")
            guard policy.versions.count < quotas.versionsPerPolicy else {
                throw .limitExceeded(
                    "policy \(policy.name.shown) has \(policy.versions.count) versions, and the quota is"
                        + " \(quotas.versionsPerPolicy): delete one first"
                )
            }
            guard policy.latestVersion < .max else { throw .limitExceeded("the policy has no version number left") }
            policy.latestVersion += 1
            let version = PolicyVersionRecord(number: policy.latestVersion, document: checked.document, createdAt: now)
            policy.versions.append(version)
            if request.setAsDefault { policy.defaultVersion = version.number }
            policy.updatedAt = now
            transaction.put(policy)
            return PolicyVersion(version, of: policy, hasDocument: false)
        }
        return CreatePolicyVersionResponse(policyVersion: written.value)
    }

    package func getPolicyVersion(
        _ request: GetPolicyVersionRequest,
        by caller: Caller
    ) async throws(Refusal) -> GetPolicyVersionResponse {
        let policy = try snapshot.wanted(PolicyReference(parsing: request.policyARN))
        let version = try policy.wanted(VersionID(parsing: request.versionID))
        return GetPolicyVersionResponse(policyVersion: PolicyVersion(version, of: policy, hasDocument: true))
    }

    package func listPolicyVersions(
        _ request: ListPolicyVersionsRequest,
        by caller: Caller
    ) async throws(Refusal) -> ListPolicyVersionsResponse {
        let wanted = try pageRequest(.listPolicyVersions, request.marker, request.maxItems)
        let policy = try snapshot.wanted(PolicyReference(parsing: request.policyARN))
        // Ten digits of what is left of all numbers: newest first.
        let page = wanted.page(of: policy.versions) { String(UInt64(1 << 33) + UInt64(UInt32.max - $0.number)) }
        return ListPolicyVersionsResponse(
            versions: page.items.map { PolicyVersion($0, of: policy, hasDocument: false) },
            isTruncated: page.isTruncated,
            marker: page.marker
        )
    }

    package func setDefaultPolicyVersion(
        _ request: SetDefaultPolicyVersionRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        let reference = try PolicyReference(parsing: request.policyARN)
        let version = try VersionID(parsing: request.versionID)
        _ = try await directory.write { (transaction) throws(Refusal) in
            var policy = try transaction.snapshot.wanted(reference)
            policy.defaultVersion = try policy.wanted(version).number
            transaction.put(policy)
        }
        return Empty()
    }

    package func deletePolicyVersion(
        _ request: DeletePolicyVersionRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        let reference = try PolicyReference(parsing: request.policyARN)
        let version = try VersionID(parsing: request.versionID)
        _ = try await directory.write { (transaction) throws(Refusal) in
            var policy = try transaction.snapshot.wanted(reference)
            let found = try policy.wanted(version)
            guard found.number != policy.defaultVersion else {
                throw .deleteConflict(
                    "version `\(version.text)` of policy \(policy.name.shown) is its default one: set another first"
                )
            }
            policy.versions.removeAll { $0.number == found.number }
            transaction.put(policy)
        }
        return Empty()
    }
}
