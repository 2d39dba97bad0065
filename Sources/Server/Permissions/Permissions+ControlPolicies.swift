import Model

// The rows of control policies.
//
// They have the actions of AWS Organizations, and not of IAM, for what they do by other names. So whoever may administer
// identities (`iam:*`, `IAMFullAccess`) can not lift what is to bind administrators too, and AWS's own
// `AWSOrganizationsFullAccess` and `AWSOrganizationsReadOnlyAccess` work as they are.
//
// AWS: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html

extension PutControlPolicyRequest: Guarded {
    var permission: Permission {
        .controlPolicies(
            ["organizations:CreatePolicy", "organizations:UpdatePolicy", "organizations:AttachPolicy"],
            .controlPolicy(type, level: level, name: policyName),
            type
        )
    }
}

extension GetControlPolicyRequest: Guarded {
    var permission: Permission {
        .controlPolicies(
            ["organizations:DescribePolicy"],
            .controlPolicy(type, level: level, name: policyName),
            type
        )
    }
}

extension DeleteControlPolicyRequest: Guarded {
    var permission: Permission {
        .controlPolicies(
            ["organizations:DetachPolicy", "organizations:DeletePolicy"],
            .controlPolicy(type, level: level, name: policyName),
            type
        )
    }
}

extension ListControlPoliciesRequest: Guarded {
    var permission: Permission {
        .controlPolicies(["organizations:ListPoliciesForTarget"], .controlPolicies, type)
    }
}

extension Permission {
    fileprivate static func controlPolicies(
        _ actions: [String],
        _ target: Target,
        _ type: ControlPolicyType
    ) -> Permission {
        .actions(actions.map { Need(action: $0, target: target, facts: [.controlPolicyType(type)]) })
    }
}

extension ControlPolicyType {
    /// AWS Organizations' name; `nil` where it is not said.
    var name: String? {
        switch self {
        case .unspecified: nil
        case .serviceControlPolicy: "SERVICE_CONTROL_POLICY"
        case .resourceControlPolicy: "RESOURCE_CONTROL_POLICY"
        }
    }
}
