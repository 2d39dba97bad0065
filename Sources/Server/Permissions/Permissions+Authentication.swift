import Model

// The rows of the services Authentication, Authorization and Health.

extension SignInRequest: Guarded {
    var permission: Permission { .nothing }
}

extension AnswerChallengeRequest: Guarded {
    var permission: Permission { .nothing }
}

extension AuthenticateAccessKeyRequest: Guarded {
    var permission: Permission { .nothing }
}

extension AssumeRoleRequest: Guarded {
    var permission: Permission {
        .action("sts:AssumeRole", .assumedRole(roleARN), .externalID(externalID), .roleSessionName(roleSessionName))
    }
}

extension SignOutRequest: Guarded {
    var permission: Permission { .session }
}

extension RevokeSessionsRequest: Guarded {
    var permission: Permission {
        .action("postern:RevokeSessions", principalARN.isEmpty ? .account : .principal(principalARN))
    }
}

extension GetCallerIdentityRequest: Guarded {
    var permission: Permission { .identity }
}

extension AuthorizeRequest: Guarded {
    var permission: Permission { .asking("postern:Authorize") }
}

extension BatchAuthorizeRequest: Guarded {
    var permission: Permission { .asking("postern:Authorize") }
}

extension ExplainRequest: Guarded {
    var permission: Permission { .asking("postern:Explain") }
}

extension HealthCheckRequest: Guarded {
    var permission: Permission { .nothing }
}
