import Model

// The rows of roles.

extension CreateRoleRequest: Guarded {
    var permission: Permission {
        .making("iam:CreateRole", .new("role", path: path, name: roleName), permissionsBoundary, "iam:TagRole", tags)
    }
}

extension GetRoleRequest: Guarded {
    var permission: Permission { .action("iam:GetRole", .role(roleName)) }
}

extension UpdateRoleRequest: Guarded {
    var permission: Permission { .action("iam:UpdateRole", .role(roleName)) }
}

extension UpdateAssumeRolePolicyRequest: Guarded {
    var permission: Permission { .action("iam:UpdateAssumeRolePolicy", .role(roleName)) }
}

extension DeleteRoleRequest: Guarded {
    var permission: Permission { .action("iam:DeleteRole", .role(roleName)) }
}

extension ListRolesRequest: Guarded {
    var permission: Permission { .action("iam:ListRoles", .account) }
}

extension TagRoleRequest: Guarded {
    var permission: Permission { .action("iam:TagRole", .role(roleName), .tags(tags)) }
}

extension UntagRoleRequest: Guarded {
    var permission: Permission { .action("iam:UntagRole", .role(roleName), .tagKeys(tagKeys)) }
}

extension ListRoleTagsRequest: Guarded {
    var permission: Permission { .action("iam:ListRoleTags", .role(roleName)) }
}

extension PutRolePermissionsBoundaryRequest: Guarded {
    var permission: Permission {
        .action("iam:PutRolePermissionsBoundary", .role(roleName), .boundary(permissionsBoundary))
    }
}

extension DeleteRolePermissionsBoundaryRequest: Guarded {
    var permission: Permission { .action("iam:DeleteRolePermissionsBoundary", .role(roleName), .boundaryOfTarget) }
}
