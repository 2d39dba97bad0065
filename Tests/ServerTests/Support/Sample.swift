import Model
import Wire

@testable import Server

/// A request of an RPC about what `TestAccount` has, with what it must take to make it.
///
/// Written by hand from AWS's service authorization reference, and not from the permission table, which it checks.
struct Sample: Sendable {
    /// What a caller must have.
    enum Demand: Sendable {
        case nothing
        case identity
        case session
        /// Actions, each on a resource; of those of IAM without the ARN's beginning.
        case actions([(action: String, resource: String)])
    }

    let rpc: RPC
    let message: [UInt8]
    let demand: Demand
    let permission: Permission

    init<C: Guarded>(_ request: C, _ demand: Demand) {
        rpc = C.rpc
        message = encode(request)
        self.demand = demand
        permission = request.permission
    }

    init(_ request: some Guarded, _ needs: (String, String)...) {
        self.init(request, .actions(needs.map { (action: $0.0, resource: $0.1) }))
    }

    private static func arn(_ resource: String) -> String { TestAccount.arn(resource) }
    private static let document = TestAccount.allow(["s3:GetObject"], on: ["*"])
    private static let trust =
        #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},"#
        + #""Action":"sts:AssumeRole"}}"#

    /// The sample of an RPC: without one, this does not compile.
    static func of(_ rpc: RPC, in account: TestAccount) -> Sample {
        let key = account.accessKeyID
        let (alice, team, runner) = ("user/dev/alice", "group/teams/team", "role/svc/runner")
        let guardian = "arn:aws:organizations::\(TestAccount.id):policy/o-self/service_control_policy/1/Guard"
        let (base, phone) = ("policy/shared/base", "mfa/devices/phone")
        let about = AuthorizeRequest(principal: arn(alice), action: "s3:GetObject", resource: "*")
        return switch rpc {
        case .authorize: Sample(about, ("postern:Authorize", alice))
        case .batchAuthorize:
            Sample(BatchAuthorizeRequest(shared: about, items: [BatchItem()]), ("postern:Authorize", alice))
        case .explain: Sample(ExplainRequest(question: about), ("postern:Explain", alice))
        case .createAccessKey: Sample(CreateAccessKeyRequest(userName: "alice"), ("iam:CreateAccessKey", alice))
        case .updateAccessKey:
            Sample(
                UpdateAccessKeyRequest(userName: "alice", accessKeyID: key, status: .inactive),
                ("iam:UpdateAccessKey", alice)
            )
        case .deleteAccessKey:
            Sample(DeleteAccessKeyRequest(userName: "alice", accessKeyID: key), ("iam:DeleteAccessKey", alice))
        case .listAccessKeys: Sample(ListAccessKeysRequest(userName: "alice"), ("iam:ListAccessKeys", alice))
        case .getAccessKeyLastUsed:
            Sample(GetAccessKeyLastUsedRequest(accessKeyID: key), ("iam:GetAccessKeyLastUsed", alice))
        case .rotateAccessKey:
            Sample(
                RotateAccessKeyRequest(
                    userName: "alice",
                    accessKeyID: key,
                    deleteAfterSeconds: UInt32Value(value: 60)
                ),
                ("iam:CreateAccessKey", alice),
                ("iam:UpdateAccessKey", alice),
                ("iam:DeleteAccessKey", alice)
            )
        case .cancelRotation:
            Sample(CancelRotationRequest(userName: "alice", accessKeyID: key), ("iam:UpdateAccessKey", alice))
        case .signIn: Sample(SignInRequest(userName: "alice", password: "wrong wrong wrong"), .nothing)
        case .answerChallenge: Sample(AnswerChallengeRequest(challengeToken: "x", mfaCode: "123456"), .nothing)
        case .authenticateAccessKey:
            Sample(AuthenticateAccessKeyRequest(accessKeyID: key, secretAccessKey: "x"), .nothing)
        case .assumeRole:
            Sample(AssumeRoleRequest(roleARN: arn(runner), roleSessionName: "job"), ("sts:AssumeRole", runner))
        case .signOut: Sample(SignOutRequest(), .session)
        case .revokeSessions: Sample(RevokeSessionsRequest(principalARN: arn(alice)), ("postern:RevokeSessions", alice))
        case .getCallerIdentity: Sample(GetCallerIdentityRequest(), .identity)
        case .healthCheck: Sample(HealthCheckRequest(), .nothing)
        case .createUser:
            Sample(
                CreateUserRequest(userName: "new", path: "/x/", tags: [Tag(key: "k", value: "v")]),
                ("iam:CreateUser", "user/x/new"),
                ("iam:TagUser", "user/x/new")
            )
        case .getUser: Sample(GetUserRequest(userName: "alice"), ("iam:GetUser", alice))
        case .updateUser:
            Sample(
                UpdateUserRequest(userName: "alice", newPath: "/y/", newUserName: "alicia"),
                ("iam:UpdateUser", alice),
                ("iam:UpdateUser", "user/y/alicia")
            )
        case .deleteUser: Sample(DeleteUserRequest(userName: "alice"), ("iam:DeleteUser", alice))
        case .listUsers: Sample(ListUsersRequest(), ("iam:ListUsers", "*"))
        case .tagUser:
            Sample(TagUserRequest(userName: "alice", tags: [Tag(key: "k", value: "v")]), ("iam:TagUser", alice))
        case .untagUser: Sample(UntagUserRequest(userName: "alice", tagKeys: ["k"]), ("iam:UntagUser", alice))
        case .listUserTags: Sample(ListUserTagsRequest(userName: "alice"), ("iam:ListUserTags", alice))
        case .createLoginProfile:
            Sample(
                CreateLoginProfileRequest(userName: "alice", password: "a long new password"),
                ("iam:CreateLoginProfile", alice)
            )
        case .getLoginProfile: Sample(GetLoginProfileRequest(userName: "alice"), ("iam:GetLoginProfile", alice))
        case .updateLoginProfile:
            Sample(
                UpdateLoginProfileRequest(userName: "alice", password: "a long new password"),
                ("iam:UpdateLoginProfile", alice)
            )
        case .deleteLoginProfile:
            Sample(DeleteLoginProfileRequest(userName: "alice"), ("iam:DeleteLoginProfile", alice))
        case .changePassword:
            Sample(
                ChangePasswordRequest(oldPassword: "x", newPassword: "a long new password"),
                ("iam:ChangePassword", "user/subject")
            )
        case .createGroup: Sample(CreateGroupRequest(groupName: "new", path: "/x/"), ("iam:CreateGroup", "group/x/new"))
        case .getGroup: Sample(GetGroupRequest(groupName: "team"), ("iam:GetGroup", team))
        case .updateGroup:
            Sample(
                UpdateGroupRequest(groupName: "team", newPath: "/y/", newGroupName: "crew"),
                ("iam:UpdateGroup", team),
                ("iam:UpdateGroup", "group/y/crew")
            )
        case .deleteGroup: Sample(DeleteGroupRequest(groupName: "team"), ("iam:DeleteGroup", team))
        case .listGroups: Sample(ListGroupsRequest(), ("iam:ListGroups", "*"))
        case .addUserToGroup:
            Sample(AddUserToGroupRequest(groupName: "team", userName: "alice"), ("iam:AddUserToGroup", team))
        case .removeUserFromGroup:
            Sample(RemoveUserFromGroupRequest(groupName: "team", userName: "alice"), ("iam:RemoveUserFromGroup", team))
        case .listGroupsForUser: Sample(ListGroupsForUserRequest(userName: "alice"), ("iam:ListGroupsForUser", alice))
        case .createRole:
            Sample(
                CreateRoleRequest(
                    roleName: "new",
                    path: "/x/",
                    assumeRolePolicyDocument: trust,
                    tags: [Tag(key: "k", value: "v")]
                ),
                ("iam:CreateRole", "role/x/new"),
                ("iam:TagRole", "role/x/new")
            )
        case .getRole: Sample(GetRoleRequest(roleName: "runner"), ("iam:GetRole", runner))
        case .updateRole:
            Sample(UpdateRoleRequest(roleName: "runner", maxSessionDuration: 7_200), ("iam:UpdateRole", runner))
        case .updateAssumeRolePolicy:
            Sample(
                UpdateAssumeRolePolicyRequest(roleName: "runner", policyDocument: trust),
                ("iam:UpdateAssumeRolePolicy", runner)
            )
        case .deleteRole: Sample(DeleteRoleRequest(roleName: "runner"), ("iam:DeleteRole", runner))
        case .listRoles: Sample(ListRolesRequest(), ("iam:ListRoles", "*"))
        case .tagRole:
            Sample(TagRoleRequest(roleName: "runner", tags: [Tag(key: "k", value: "v")]), ("iam:TagRole", runner))
        case .untagRole: Sample(UntagRoleRequest(roleName: "runner", tagKeys: ["k"]), ("iam:UntagRole", runner))
        case .listRoleTags: Sample(ListRoleTagsRequest(roleName: "runner"), ("iam:ListRoleTags", runner))
        case .putUserPermissionsBoundary:
            Sample(
                PutUserPermissionsBoundaryRequest(userName: "alice", permissionsBoundary: arn(base)),
                ("iam:PutUserPermissionsBoundary", alice)
            )
        case .deleteUserPermissionsBoundary:
            Sample(
                DeleteUserPermissionsBoundaryRequest(userName: "alice"),
                ("iam:DeleteUserPermissionsBoundary", alice)
            )
        case .putRolePermissionsBoundary:
            Sample(
                PutRolePermissionsBoundaryRequest(roleName: "runner", permissionsBoundary: arn(base)),
                ("iam:PutRolePermissionsBoundary", runner)
            )
        case .deleteRolePermissionsBoundary:
            Sample(
                DeleteRolePermissionsBoundaryRequest(roleName: "runner"),
                ("iam:DeleteRolePermissionsBoundary", runner)
            )
        case .createPolicy:
            Sample(
                CreatePolicyRequest(policyName: "new", path: "/x/", policyDocument: document),
                ("iam:CreatePolicy", "policy/x/new")
            )
        case .getPolicy: Sample(GetPolicyRequest(policyARN: arn(base)), ("iam:GetPolicy", base))
        case .deletePolicy: Sample(DeletePolicyRequest(policyARN: arn(base)), ("iam:DeletePolicy", base))
        case .listPolicies: Sample(ListPoliciesRequest(), ("iam:ListPolicies", "*"))
        case .createPolicyVersion:
            Sample(
                CreatePolicyVersionRequest(policyARN: arn(base), policyDocument: document),
                ("iam:CreatePolicyVersion", base)
            )
        case .getPolicyVersion:
            Sample(GetPolicyVersionRequest(policyARN: arn(base), versionID: "v1"), ("iam:GetPolicyVersion", base))
        case .listPolicyVersions:
            Sample(ListPolicyVersionsRequest(policyARN: arn(base)), ("iam:ListPolicyVersions", base))
        case .setDefaultPolicyVersion:
            Sample(
                SetDefaultPolicyVersionRequest(policyARN: arn(base), versionID: "v1"),
                ("iam:SetDefaultPolicyVersion", base)
            )
        case .deletePolicyVersion:
            Sample(DeletePolicyVersionRequest(policyARN: arn(base), versionID: "v1"), ("iam:DeletePolicyVersion", base))
        case .listEntitiesForPolicy:
            Sample(ListEntitiesForPolicyRequest(policyARN: arn(base)), ("iam:ListEntitiesForPolicy", base))
        case .attachUserPolicy:
            Sample(AttachUserPolicyRequest(userName: "alice", policyARN: arn(base)), ("iam:AttachUserPolicy", alice))
        case .detachUserPolicy:
            Sample(DetachUserPolicyRequest(userName: "alice", policyARN: arn(base)), ("iam:DetachUserPolicy", alice))
        case .listAttachedUserPolicies:
            Sample(ListAttachedUserPoliciesRequest(userName: "alice"), ("iam:ListAttachedUserPolicies", alice))
        case .putUserPolicy:
            Sample(
                PutUserPolicyRequest(userName: "alice", policyName: "p", policyDocument: document),
                ("iam:PutUserPolicy", alice)
            )
        case .getUserPolicy:
            Sample(GetUserPolicyRequest(userName: "alice", policyName: "p"), ("iam:GetUserPolicy", alice))
        case .deleteUserPolicy:
            Sample(DeleteUserPolicyRequest(userName: "alice", policyName: "p"), ("iam:DeleteUserPolicy", alice))
        case .listUserPolicies: Sample(ListUserPoliciesRequest(userName: "alice"), ("iam:ListUserPolicies", alice))
        case .attachGroupPolicy:
            Sample(AttachGroupPolicyRequest(groupName: "team", policyARN: arn(base)), ("iam:AttachGroupPolicy", team))
        case .detachGroupPolicy:
            Sample(DetachGroupPolicyRequest(groupName: "team", policyARN: arn(base)), ("iam:DetachGroupPolicy", team))
        case .listAttachedGroupPolicies:
            Sample(ListAttachedGroupPoliciesRequest(groupName: "team"), ("iam:ListAttachedGroupPolicies", team))
        case .putGroupPolicy:
            Sample(
                PutGroupPolicyRequest(groupName: "team", policyName: "p", policyDocument: document),
                ("iam:PutGroupPolicy", team)
            )
        case .getGroupPolicy:
            Sample(GetGroupPolicyRequest(groupName: "team", policyName: "p"), ("iam:GetGroupPolicy", team))
        case .deleteGroupPolicy:
            Sample(DeleteGroupPolicyRequest(groupName: "team", policyName: "p"), ("iam:DeleteGroupPolicy", team))
        case .listGroupPolicies: Sample(ListGroupPoliciesRequest(groupName: "team"), ("iam:ListGroupPolicies", team))
        case .attachRolePolicy:
            Sample(AttachRolePolicyRequest(roleName: "runner", policyARN: arn(base)), ("iam:AttachRolePolicy", runner))
        case .detachRolePolicy:
            Sample(DetachRolePolicyRequest(roleName: "runner", policyARN: arn(base)), ("iam:DetachRolePolicy", runner))
        case .listAttachedRolePolicies:
            Sample(ListAttachedRolePoliciesRequest(roleName: "runner"), ("iam:ListAttachedRolePolicies", runner))
        case .putRolePolicy:
            Sample(
                PutRolePolicyRequest(roleName: "runner", policyName: "p", policyDocument: document),
                ("iam:PutRolePolicy", runner)
            )
        case .getRolePolicy:
            Sample(GetRolePolicyRequest(roleName: "runner", policyName: "p"), ("iam:GetRolePolicy", runner))
        case .deleteRolePolicy:
            Sample(DeleteRolePolicyRequest(roleName: "runner", policyName: "p"), ("iam:DeleteRolePolicy", runner))
        case .listRolePolicies: Sample(ListRolePoliciesRequest(roleName: "runner"), ("iam:ListRolePolicies", runner))
        case .putControlPolicy:
            Sample(
                PutControlPolicyRequest(
                    type: .serviceControlPolicy,
                    level: 1,
                    policyName: "Guard",
                    policyDocument: TestAccount.allow(["*"], on: ["*"])
                ),
                ("organizations:CreatePolicy", guardian),
                ("organizations:UpdatePolicy", guardian),
                ("organizations:AttachPolicy", guardian)
            )
        case .getControlPolicy:
            Sample(
                GetControlPolicyRequest(type: .serviceControlPolicy, level: 1, policyName: "Guard"),
                ("organizations:DescribePolicy", guardian)
            )
        case .deleteControlPolicy:
            Sample(
                DeleteControlPolicyRequest(type: .serviceControlPolicy, level: 1, policyName: "Guard"),
                ("organizations:DetachPolicy", guardian),
                ("organizations:DeletePolicy", guardian)
            )
        case .listControlPolicies:
            Sample(ListControlPoliciesRequest(), ("organizations:ListPoliciesForTarget", "*"))
        case .createVirtualMFADevice:
            Sample(
                CreateVirtualMFADeviceRequest(virtualMFADeviceName: "new", path: "/x/"),
                ("iam:CreateVirtualMFADevice", "mfa/x/new")
            )
        case .enableMFADevice:
            Sample(
                EnableMFADeviceRequest(
                    userName: "alice",
                    serialNumber: arn(phone),
                    authenticationCode1: "123456",
                    authenticationCode2: "234567"
                ),
                ("iam:EnableMFADevice", alice)
            )
        case .resyncMFADevice:
            Sample(
                ResyncMFADeviceRequest(
                    userName: "alice",
                    serialNumber: arn(phone),
                    authenticationCode1: "123456",
                    authenticationCode2: "234567"
                ),
                ("iam:ResyncMFADevice", alice)
            )
        case .deactivateMFADevice:
            Sample(
                DeactivateMFADeviceRequest(userName: "alice", serialNumber: arn(phone)),
                ("iam:DeactivateMFADevice", alice)
            )
        case .deleteVirtualMFADevice:
            Sample(DeleteVirtualMFADeviceRequest(serialNumber: arn(phone)), ("iam:DeleteVirtualMFADevice", phone))
        case .listMFADevices: Sample(ListMFADevicesRequest(userName: "alice"), ("iam:ListMFADevices", alice))
        case .listVirtualMFADevices: Sample(ListVirtualMFADevicesRequest(), ("iam:ListVirtualMFADevices", "*"))
        case .getAccountSummary: Sample(GetAccountSummaryRequest(), ("iam:GetAccountSummary", "*"))
        case .getAccountAuthorizationDetails:
            Sample(GetAccountAuthorizationDetailsRequest(), ("iam:GetAccountAuthorizationDetails", "*"))
        case .createAccountAlias:
            Sample(CreateAccountAliasRequest(accountAlias: "castle"), ("iam:CreateAccountAlias", "*"))
        case .deleteAccountAlias:
            Sample(DeleteAccountAliasRequest(accountAlias: "castle"), ("iam:DeleteAccountAlias", "*"))
        case .listAccountAliases: Sample(ListAccountAliasesRequest(), ("iam:ListAccountAliases", "*"))
        }
    }
}
