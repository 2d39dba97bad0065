import Model

// The rows of the account as a whole.

extension GetAccountSummaryRequest: Guarded {
    var permission: Permission { .action("iam:GetAccountSummary", .account) }
}

extension GetAccountAuthorizationDetailsRequest: Guarded {
    var permission: Permission { .action("iam:GetAccountAuthorizationDetails", .account) }
}

extension CreateAccountAliasRequest: Guarded {
    var permission: Permission { .action("iam:CreateAccountAlias", .account) }
}

extension DeleteAccountAliasRequest: Guarded {
    var permission: Permission { .action("iam:DeleteAccountAlias", .account) }
}

extension ListAccountAliasesRequest: Guarded {
    var permission: Permission { .action("iam:ListAccountAliases", .account) }
}
