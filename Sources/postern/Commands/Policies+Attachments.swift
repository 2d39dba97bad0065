internal import ArgumentParser
internal import Model

extension Policies {
    struct Attach: PosternCommand {
        static let configuration = CommandConfiguration(
            abstract: "Attach a managed policy to a user, group or role.",
            discussion: """
                Examples:
                  postern policy attach Orders --group Clerks
                """
        )
        @Argument(help: "The policy's name or ARN.", completion: .policies) var policy: String
        @OptionGroup var to: HolderOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let arn = try await daemon.arn(of: .policy, policy)
            let sentence = "policy `\(policy)` is attached to \(to.described)"
            switch to.holder {
            case .user(let name):
                try await daemon.done(AttachUserPolicyRequest(userName: name, policyARN: arn), sentence)
            case .group(let name):
                try await daemon.done(AttachGroupPolicyRequest(groupName: name, policyARN: arn), sentence)
            case .role(let name):
                try await daemon.done(AttachRolePolicyRequest(roleName: name, policyARN: arn), sentence)
            case nil: break
            }
        }
    }

    struct Detach: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Detach a managed policy from a user, group or role.")
        @Argument(help: "The policy's name or ARN.", completion: .policies) var policy: String
        @OptionGroup var from: HolderOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let arn = try await daemon.arn(of: .policy, policy)
            let sentence = "policy `\(policy)` is detached from \(from.described)"
            switch from.holder {
            case .user(let name):
                try await daemon.done(DetachUserPolicyRequest(userName: name, policyARN: arn), sentence)
            case .group(let name):
                try await daemon.done(DetachGroupPolicyRequest(groupName: name, policyARN: arn), sentence)
            case .role(let name):
                try await daemon.done(DetachRolePolicyRequest(roleName: name, policyARN: arn), sentence)
            case nil: break
            }
        }
    }

    struct Attached: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "List the managed policies of a user, group or role.")
        @OptionGroup var of: HolderOptions
        @OptionGroup var filter: PrefixOptions
        @OptionGroup var page: PageOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let prefix = filter.pathPrefix
            switch of.holder {
            case .user(let name):
                try await list(ListAttachedUserPoliciesRequest(userName: name, pathPrefix: prefix), daemon)
            case .group(let name):
                try await list(ListAttachedGroupPoliciesRequest(groupName: name, pathPrefix: prefix), daemon)
            case .role(let name):
                try await list(ListAttachedRolePoliciesRequest(roleName: name, pathPrefix: prefix), daemon)
            case nil: break
            }
        }

        private func list(_ request: some PagedCall, _ daemon: Daemon) async throws {
            try await daemon.list(request, page, "AttachedPolicies", columns: ["PolicyName", "PolicyArn"])
        }
    }
}
