import Model

// The rows of groups.

extension CreateGroupRequest: Guarded {
    var permission: Permission { .action("iam:CreateGroup", .new("group", path: path, name: groupName)) }
}

extension GetGroupRequest: Guarded {
    var permission: Permission { .action("iam:GetGroup", .group(groupName)) }
}

extension UpdateGroupRequest: Guarded {
    var permission: Permission {  // IAM: renaming takes the right on the group as it is and as it will be.
        .actions([
            Need(action: "iam:UpdateGroup", target: .group(groupName)),
            Need(action: "iam:UpdateGroup", target: .movedGroup(groupName, path: newPath, name: newGroupName)),
        ])
    }
}

extension DeleteGroupRequest: Guarded {
    var permission: Permission { .action("iam:DeleteGroup", .group(groupName)) }
}

extension ListGroupsRequest: Guarded {
    var permission: Permission { .action("iam:ListGroups", .account) }
}

extension AddUserToGroupRequest: Guarded {
    var permission: Permission { .action("iam:AddUserToGroup", .group(groupName)) }
}

extension RemoveUserFromGroupRequest: Guarded {
    var permission: Permission { .action("iam:RemoveUserFromGroup", .group(groupName)) }
}

extension ListGroupsForUserRequest: Guarded {
    var permission: Permission { .action("iam:ListGroupsForUser", .user(userName)) }
}
