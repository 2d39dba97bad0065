import Model

// The rows of managed and inline policies.

extension CreatePolicyRequest: Guarded {
    var permission: Permission { .action("iam:CreatePolicy", .new("policy", path: path, name: policyName)) }
}

extension GetPolicyRequest: Guarded {
    var permission: Permission { .action("iam:GetPolicy", .policy(policyARN)) }
}

extension DeletePolicyRequest: Guarded {
    var permission: Permission { .action("iam:DeletePolicy", .policy(policyARN)) }
}

extension ListPoliciesRequest: Guarded {
    var permission: Permission { .action("iam:ListPolicies", .account) }
}

extension CreatePolicyVersionRequest: Guarded {
    var permission: Permission { .action("iam:CreatePolicyVersion", .policy(policyARN)) }
}

extension GetPolicyVersionRequest: Guarded {
    var permission: Permission { .action("iam:GetPolicyVersion", .policy(policyARN)) }
}

extension ListPolicyVersionsRequest: Guarded {
    var permission: Permission { .action("iam:ListPolicyVersions", .policy(policyARN)) }
}

extension SetDefaultPolicyVersionRequest: Guarded {
    var permission: Permission { .action("iam:SetDefaultPolicyVersion", .policy(policyARN)) }
}

extension DeletePolicyVersionRequest: Guarded {
    var permission: Permission { .action("iam:DeletePolicyVersion", .policy(policyARN)) }
}

extension ListEntitiesForPolicyRequest: Guarded {
    var permission: Permission { .action("iam:ListEntitiesForPolicy", .policy(policyARN)) }
}

extension AttachUserPolicyRequest: Guarded {
    var permission: Permission {
        .action("iam:AttachUserPolicy", .user(userName), .policyARN(policyARN), .boundaryOfTarget)
    }
}

extension DetachUserPolicyRequest: Guarded {
    var permission: Permission {
        .action("iam:DetachUserPolicy", .user(userName), .policyARN(policyARN), .boundaryOfTarget)
    }
}

extension ListAttachedUserPoliciesRequest: Guarded {
    var permission: Permission { .action("iam:ListAttachedUserPolicies", .user(userName)) }
}

extension PutUserPolicyRequest: Guarded {
    var permission: Permission { .action("iam:PutUserPolicy", .user(userName), .boundaryOfTarget) }
}

extension GetUserPolicyRequest: Guarded {
    var permission: Permission { .action("iam:GetUserPolicy", .user(userName)) }
}

extension DeleteUserPolicyRequest: Guarded {
    var permission: Permission { .action("iam:DeleteUserPolicy", .user(userName), .boundaryOfTarget) }
}

extension ListUserPoliciesRequest: Guarded {
    var permission: Permission { .action("iam:ListUserPolicies", .user(userName)) }
}

extension AttachGroupPolicyRequest: Guarded {
    var permission: Permission { .action("iam:AttachGroupPolicy", .group(groupName), .policyARN(policyARN)) }
}

extension DetachGroupPolicyRequest: Guarded {
    var permission: Permission { .action("iam:DetachGroupPolicy", .group(groupName), .policyARN(policyARN)) }
}

extension ListAttachedGroupPoliciesRequest: Guarded {
    var permission: Permission { .action("iam:ListAttachedGroupPolicies", .group(groupName)) }
}

extension PutGroupPolicyRequest: Guarded {
    var permission: Permission { .action("iam:PutGroupPolicy", .group(groupName)) }
}

extension GetGroupPolicyRequest: Guarded {
    var permission: Permission { .action("iam:GetGroupPolicy", .group(groupName)) }
}

extension DeleteGroupPolicyRequest: Guarded {
    var permission: Permission { .action("iam:DeleteGroupPolicy", .group(groupName)) }
}

extension ListGroupPoliciesRequest: Guarded {
    var permission: Permission { .action("iam:ListGroupPolicies", .group(groupName)) }
}

extension AttachRolePolicyRequest: Guarded {
    var permission: Permission {
        .action("iam:AttachRolePolicy", .role(roleName), .policyARN(policyARN), .boundaryOfTarget)
    }
}

extension DetachRolePolicyRequest: Guarded {
    var permission: Permission {
        .action("iam:DetachRolePolicy", .role(roleName), .policyARN(policyARN), .boundaryOfTarget)
    }
}

extension ListAttachedRolePoliciesRequest: Guarded {
    var permission: Permission { .action("iam:ListAttachedRolePolicies", .role(roleName)) }
}

extension PutRolePolicyRequest: Guarded {
    var permission: Permission { .action("iam:PutRolePolicy", .role(roleName), .boundaryOfTarget) }
}

extension GetRolePolicyRequest: Guarded {
    var permission: Permission { .action("iam:GetRolePolicy", .role(roleName)) }
}

extension DeleteRolePolicyRequest: Guarded {
    var permission: Permission { .action("iam:DeleteRolePolicy", .role(roleName), .boundaryOfTarget) }
}

extension ListRolePoliciesRequest: Guarded {
    var permission: Permission { .action("iam:ListRolePolicies", .role(roleName)) }
}
