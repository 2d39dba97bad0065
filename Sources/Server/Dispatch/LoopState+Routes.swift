import Administration
import Authentication
import Directory
import Model
import Wire

extension LoopState {
    /// Sends a call to the room that carries it out: one line for each RPC.
    ///
    /// A request without a row in the permission table does not compile here.
    func route(_ rpc: RPC, _ call: IncomingCall) throws(Refusal) -> Handling {
        let (authenticator, administrator) = (dispatcher.authenticator, dispatcher.administrator)
        return switch rpc {
        case .authorize: try authorize(call)
        case .batchAuthorize: try batchAuthorize(call)
        case .explain: try explain(call)
        case .createAccessKey: try change(call, administrator.createAccessKey)
        case .updateAccessKey: try change(call, administrator.updateAccessKey)
        case .deleteAccessKey: try change(call, administrator.deleteAccessKey)
        case .listAccessKeys: try read(call, administrator.listAccessKeys)
        case .getAccessKeyLastUsed: try read(call, administrator.getAccessKeyLastUsed)
        case .rotateAccessKey: try change(call, administrator.rotateAccessKey)
        case .cancelRotation: try change(call, administrator.cancelRotation)
        case .signIn: try change(call, authenticator.signIn)
        case .answerChallenge: try change(call, authenticator.answerChallenge)
        case .authenticateAccessKey: try change(native(call), authenticator.authenticateAccessKey)
        case .assumeRole: try changeNothing(call, authenticator.assumeRole)
        case .signOut: try change(call, authenticator.signOut)
        case .revokeSessions: try change(call, authenticator.revokeSessions)
        case .getCallerIdentity: try read(call, authenticator.getCallerIdentity)
        case .healthCheck: try health(call)
        case .createUser: try change(call, administrator.createUser)
        case .getUser: try read(call, administrator.getUser)
        case .updateUser: try change(call, administrator.updateUser)
        case .deleteUser: try change(call, administrator.deleteUser)
        case .listUsers: try read(call, administrator.listUsers)
        case .tagUser: try change(call, administrator.tagUser)
        case .untagUser: try change(call, administrator.untagUser)
        case .listUserTags: try read(call, administrator.listUserTags)
        case .createLoginProfile: try change(call, administrator.createLoginProfile)
        case .getLoginProfile: try read(call, administrator.getLoginProfile)
        case .updateLoginProfile: try change(call, administrator.updateLoginProfile)
        case .deleteLoginProfile: try change(call, administrator.deleteLoginProfile)
        case .changePassword: try change(call, administrator.changePassword)
        case .createGroup: try change(call, administrator.createGroup)
        case .getGroup: try read(call, administrator.getGroup)
        case .updateGroup: try change(call, administrator.updateGroup)
        case .deleteGroup: try change(call, administrator.deleteGroup)
        case .listGroups: try read(call, administrator.listGroups)
        case .addUserToGroup: try change(call, administrator.addUserToGroup)
        case .removeUserFromGroup: try change(call, administrator.removeUserFromGroup)
        case .listGroupsForUser: try read(call, administrator.listGroupsForUser)
        case .createRole: try change(call, administrator.createRole)
        case .getRole: try read(call, administrator.getRole)
        case .updateRole: try change(call, administrator.updateRole)
        case .updateAssumeRolePolicy: try change(call, administrator.updateAssumeRolePolicy)
        case .deleteRole: try change(call, administrator.deleteRole)
        case .listRoles: try read(call, administrator.listRoles)
        case .tagRole: try change(call, administrator.tagRole)
        case .untagRole: try change(call, administrator.untagRole)
        case .listRoleTags: try read(call, administrator.listRoleTags)
        case .putUserPermissionsBoundary: try change(call, administrator.putUserPermissionsBoundary)
        case .deleteUserPermissionsBoundary: try change(call, administrator.deleteUserPermissionsBoundary)
        case .putRolePermissionsBoundary: try change(call, administrator.putRolePermissionsBoundary)
        case .deleteRolePermissionsBoundary: try change(call, administrator.deleteRolePermissionsBoundary)
        case .createPolicy: try change(call, administrator.createPolicy)
        case .getPolicy: try read(call, administrator.getPolicy)
        case .deletePolicy: try change(call, administrator.deletePolicy)
        case .listPolicies: try read(call, administrator.listPolicies)
        case .createPolicyVersion: try change(call, administrator.createPolicyVersion)
        case .getPolicyVersion: try read(call, administrator.getPolicyVersion)
        case .listPolicyVersions: try read(call, administrator.listPolicyVersions)
        case .setDefaultPolicyVersion: try change(call, administrator.setDefaultPolicyVersion)
        case .deletePolicyVersion: try change(call, administrator.deletePolicyVersion)
        case .listEntitiesForPolicy: try read(call, administrator.listEntitiesForPolicy)
        case .attachUserPolicy: try change(call, administrator.attachUserPolicy)
        case .detachUserPolicy: try change(call, administrator.detachUserPolicy)
        case .listAttachedUserPolicies: try read(call, administrator.listAttachedUserPolicies)
        case .putUserPolicy: try change(call, administrator.putUserPolicy)
        case .getUserPolicy: try read(call, administrator.getUserPolicy)
        case .deleteUserPolicy: try change(call, administrator.deleteUserPolicy)
        case .listUserPolicies: try read(call, administrator.listUserPolicies)
        case .attachGroupPolicy: try change(call, administrator.attachGroupPolicy)
        case .detachGroupPolicy: try change(call, administrator.detachGroupPolicy)
        case .listAttachedGroupPolicies: try read(call, administrator.listAttachedGroupPolicies)
        case .putGroupPolicy: try change(call, administrator.putGroupPolicy)
        case .getGroupPolicy: try read(call, administrator.getGroupPolicy)
        case .deleteGroupPolicy: try change(call, administrator.deleteGroupPolicy)
        case .listGroupPolicies: try read(call, administrator.listGroupPolicies)
        case .attachRolePolicy: try change(call, administrator.attachRolePolicy)
        case .detachRolePolicy: try change(call, administrator.detachRolePolicy)
        case .listAttachedRolePolicies: try read(call, administrator.listAttachedRolePolicies)
        case .putRolePolicy: try change(call, administrator.putRolePolicy)
        case .getRolePolicy: try read(call, administrator.getRolePolicy)
        case .deleteRolePolicy: try change(call, administrator.deleteRolePolicy)
        case .listRolePolicies: try read(call, administrator.listRolePolicies)
        case .putControlPolicy: try change(call, administrator.putControlPolicy)
        case .getControlPolicy: try read(call, administrator.getControlPolicy)
        case .deleteControlPolicy: try change(call, administrator.deleteControlPolicy)
        case .listControlPolicies: try read(call, administrator.listControlPolicies)
        case .createVirtualMFADevice: try change(call, administrator.createVirtualMFADevice)
        case .enableMFADevice: try change(call, administrator.enableMFADevice)
        case .resyncMFADevice: try change(call, administrator.resyncMFADevice)
        case .deactivateMFADevice: try change(call, administrator.deactivateMFADevice)
        case .deleteVirtualMFADevice: try change(call, administrator.deleteVirtualMFADevice)
        case .listMFADevices: try read(call, administrator.listMFADevices)
        case .listVirtualMFADevices: try read(call, administrator.listVirtualMFADevices)
        case .getAccountSummary: try read(call, administrator.getAccountSummary)
        case .getAccountAuthorizationDetails: try read(call, administrator.getAccountAuthorizationDetails)
        case .createAccountAlias: try change(call, administrator.createAccountAlias)
        case .deleteAccountAlias: try change(call, administrator.deleteAccountAlias)
        case .listAccountAliases: try read(call, administrator.listAccountAliases)
        }
    }

    private func health(_ call: IncomingCall) throws(Refusal) -> Handling {
        try decoding(HealthCheckRequest.self, call) { request, loop throws(Refusal) in
            let response = try loop.dispatcher.health(of: request.service)
            return .answered(Answer(message: encode(response), revision: loop.current.revision))
        }
    }

    /// A call that carries a secret, which must not come from another machine.
    private func native(_ call: IncomingCall) throws(Refusal) -> IncomingCall {
        switch call.transport {
        case .native: return call
        case .grpc:
            throw Refusal(
                .unimplemented,
                code: "InvalidAction",
                "an access key's secret is taken on the native socket only; sign the request instead"
            )
        }
    }
}
