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
    /// What it does by other names: make a key, switch one off, and, where it is asked for, delete one.
    var permission: Permission {
        let deletes = replaceInactive || deleteAfterSeconds != nil
        let actions = ["iam:CreateAccessKey", "iam:UpdateAccessKey"] + (deletes ? ["iam:DeleteAccessKey"] : [])
        return .actions(actions.map { Need(action: $0, target: .user(userName)) })
    }
}

extension CancelRotationRequest: Guarded {
    var permission: Permission { .action("iam:UpdateAccessKey", .user(userName)) }
}
