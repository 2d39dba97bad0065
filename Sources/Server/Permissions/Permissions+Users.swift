import Model

// The rows of users, their passwords and their MFA devices.

extension CreateUserRequest: Guarded {
    var permission: Permission {
        .making("iam:CreateUser", .new("user", path: path, name: userName), permissionsBoundary, "iam:TagUser", tags)
    }
}

extension GetUserRequest: Guarded {
    var permission: Permission { .action("iam:GetUser", .user(userName)) }
}

extension UpdateUserRequest: Guarded {
    var permission: Permission {  // IAM: renaming takes the right on the user as it is and as it will be.
        .actions([
            Need(action: "iam:UpdateUser", target: .user(userName)),
            Need(action: "iam:UpdateUser", target: .movedUser(userName, path: newPath, name: newUserName)),
        ])
    }
}

extension DeleteUserRequest: Guarded {
    var permission: Permission { .action("iam:DeleteUser", .user(userName)) }
}

extension ListUsersRequest: Guarded {
    var permission: Permission { .action("iam:ListUsers", .account) }
}

extension TagUserRequest: Guarded {
    var permission: Permission { .action("iam:TagUser", .user(userName), .tags(tags)) }
}

extension UntagUserRequest: Guarded {
    var permission: Permission { .action("iam:UntagUser", .user(userName), .tagKeys(tagKeys)) }
}

extension ListUserTagsRequest: Guarded {
    var permission: Permission { .action("iam:ListUserTags", .user(userName)) }
}

extension CreateLoginProfileRequest: Guarded {
    var permission: Permission { .action("iam:CreateLoginProfile", .user(userName)) }
}

extension GetLoginProfileRequest: Guarded {
    var permission: Permission { .action("iam:GetLoginProfile", .user(userName)) }
}

extension UpdateLoginProfileRequest: Guarded {
    var permission: Permission { .action("iam:UpdateLoginProfile", .user(userName)) }
}

extension DeleteLoginProfileRequest: Guarded {
    var permission: Permission { .action("iam:DeleteLoginProfile", .user(userName)) }
}

extension ChangePasswordRequest: Guarded {
    var permission: Permission { .action("iam:ChangePassword", .user("")) }
}

extension PutUserPermissionsBoundaryRequest: Guarded {
    var permission: Permission {
        .action("iam:PutUserPermissionsBoundary", .user(userName), .boundary(permissionsBoundary))
    }
}

extension DeleteUserPermissionsBoundaryRequest: Guarded {
    var permission: Permission { .action("iam:DeleteUserPermissionsBoundary", .user(userName), .boundaryOfTarget) }
}

extension CreateVirtualMFADeviceRequest: Guarded {
    var permission: Permission {
        .action("iam:CreateVirtualMFADevice", .new("mfa", path: path, name: virtualMFADeviceName))
    }
}

extension EnableMFADeviceRequest: Guarded {
    var permission: Permission { .action("iam:EnableMFADevice", .user(userName)) }
}

extension ResyncMFADeviceRequest: Guarded {
    var permission: Permission { .action("iam:ResyncMFADevice", .user(userName)) }
}

extension DeactivateMFADeviceRequest: Guarded {
    var permission: Permission { .action("iam:DeactivateMFADevice", .user(userName)) }
}

extension DeleteVirtualMFADeviceRequest: Guarded {
    var permission: Permission { .action("iam:DeleteVirtualMFADevice", .mfaDevice(serialNumber)) }
}

extension ListMFADevicesRequest: Guarded {
    var permission: Permission { .action("iam:ListMFADevices", .user(userName)) }
}

extension ListVirtualMFADevicesRequest: Guarded {
    var permission: Permission { .action("iam:ListVirtualMFADevices", .account) }
}
