internal import Directory
package import Model

extension Administrator {
    /// Gives the account an alias; the one that it had gives way, as in AWS.
    package func createAccountAlias(
        _ request: CreateAccountAliasRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        let alias = try AliasName(parsing: request.accountAlias)
        _ = try await directory.write { (transaction) throws(Refusal) in
            var account = transaction.snapshot.account
            account.alias = alias.text
            transaction.put(account)
        }
        return Empty()
    }

    package func deleteAccountAlias(
        _ request: DeleteAccountAliasRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        let alias = try AliasName(parsing: request.accountAlias)
        _ = try await directory.write { (transaction) throws(Refusal) in
            var account = transaction.snapshot.account
            guard account.alias == alias.text else {
                throw .noSuchEntity("the account has no alias \(alias.text.shown)")
            }
            account.alias = ""
            transaction.put(account)
        }
        return Empty()
    }

    package func listAccountAliases(
        _ request: ListAccountAliasesRequest,
        by caller: Caller
    ) async throws(Refusal) -> ListAccountAliasesResponse {
        let wanted = try pageRequest(.listAccountAliases, request.marker, request.maxItems)
        let alias = snapshot.account.alias
        let page = wanted.page(of: alias.isEmpty ? [] : [alias], by: \.self)
        return ListAccountAliasesResponse(
            accountAliases: page.items,
            isTruncated: page.isTruncated,
            marker: page.marker
        )
    }

    /// Tells how full the account is, with AWS's names; those of what Postern has not are left out.
    ///
    /// AWS: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
    package func getAccountSummary(
        _ request: GetAccountSummaryRequest,
        by caller: Caller
    ) async throws(Refusal) -> GetAccountSummaryResponse {
        let snapshot = self.snapshot
        let quotas = snapshot.account.quotas
        let entries: KeyValuePairs<String, Int> = [
            "AccessKeysPerUserQuota": quotas.accessKeysPerUser,
            // Of the root user, which has neither here: it is whoever owns the data file.
            "AccountAccessKeysPresent": 0,
            "AccountMFAEnabled": 0,
            "AccountPasswordPresent": 0,
            "AssumeRolePolicySizeQuota": quotas.trustPolicyCharacters,
            "AttachedPoliciesPerGroupQuota": quotas.attachedPoliciesPerIdentity,
            "AttachedPoliciesPerRoleQuota": quotas.attachedPoliciesPerIdentity,
            "AttachedPoliciesPerUserQuota": quotas.attachedPoliciesPerIdentity,
            "GroupPolicySizeQuota": quotas.groupInlineCharacters,
            "Groups": snapshot.groupCount,
            "GroupsPerUserQuota": quotas.groupsPerUser,
            "GroupsQuota": quotas.groups,
            "MFADevices": snapshot.mfaDeviceCount,
            "MFADevicesInUse": snapshot.mfaDevicesInUse,
            "Policies": snapshot.policyCount,
            "PoliciesQuota": quotas.policies,
            "PolicySizeQuota": quotas.managedPolicyCharacters,
            "PolicyVersionsInUse": snapshot.policyVersionCount,
            "RolePolicySizeQuota": quotas.roleInlineCharacters,
            "Roles": snapshot.roleCount,
            "RolesQuota": quotas.roles,
            "UserPolicySizeQuota": quotas.userInlineCharacters,
            "Users": snapshot.userCount,
            "UsersQuota": quotas.users,
            "VersionsPerPolicyQuota": quotas.versionsPerPolicy,
        ]
        return GetAccountSummaryResponse(
            summaryMap: entries.map { SummaryEntry(key: $0.key, value: Int64($0.value)) }
        )
    }
}

extension Snapshot {
    fileprivate var policyVersionCount: Int {
        var (count, place) = (0, String?.none)
        while true {
            let page = policies(after: place, max: Limits.listItemsMax)
            count += page.items.reduce(0) { $0 + $1.versions.count }
            guard page.isTruncated, let last = page.items.last else { return count }
            place = last.keyName
        }
    }

    fileprivate var mfaDevicesInUse: Int {
        var (count, place) = (0, String?.none)
        while true {
            let page = mfaDevices(pathPrefix: "", after: place, max: Limits.listItemsMax)
            count += page.items.count { $0.userID != nil }
            guard page.isTruncated, let last = page.items.last else { return count }
            place = last.keyName
        }
    }
}
