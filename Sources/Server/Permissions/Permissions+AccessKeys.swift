import Model

// The rows of the service AccessKeys.

extension CreateAccessKeyRequest: Guarded {
    var permission: Permission { .action("iam:CreateAccessKey", .user(userName)) }
}

extension UpdateAccessKeyRequest: Guarded {
    var permission: Permission { .action("iam:UpdateAccessKey", .user(userName)) }
}

extension DeleteAccessKeyRequest: Guarded {
    var permission: Permission { .action("iam:DeleteAccessKey", .user(userName)) }
}

extension ListAccessKeysRequest: Guarded {
    var permission: Permission { .action("iam:ListAccessKeys", .user(userName)) }
}

extension GetAccessKeyLastUsedRequest: Guarded {
    var permission: Permission { .action("iam:GetAccessKeyLastUsed", .ownerOfKey(accessKeyID)) }
}

extension RotateAccessKeyRequest: Guarded {
    var permission: Permission {
        .actions([
            Need(action: "iam:CreateAccessKey", target: .user(userName)),
            Need(action: "iam:UpdateAccessKey", target: .user(userName)),
        ])
    }
}

extension CancelRotationRequest: Guarded {
    var permission: Permission { .action("iam:UpdateAccessKey", .user(userName)) }
}
