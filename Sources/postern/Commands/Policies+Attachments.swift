internal import ArgumentParser
internal import Model

extension Policies {
    struct Attach: PosternCommand {
        static let configuration = CommandConfiguration(
            abstract: "Attach a managed policy to a user, group or role, or a control policy to the account.",
            discussion: """
                A control policy is a file. The levels of the account stand for the root of an organization, the units
                below it and the account: each must allow, and a deny of any wins. One that is there already under the
                same name is replaced.

                Examples:
                  postern policy attach Orders --group Clerks
                  postern policy attach guard.json --scope account --type service-control --level 1
                """
        )
        @Argument(help: "The policy's name or ARN; with --scope its file, or `-`.", completion: .policies)
        var policy: String
        @OptionGroup var to: PolicyPlace
        @Option(help: "With --scope: the control policy's name, else that of the file.") var name: String?
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func validate() throws {
            guard to.scope != nil || name == nil else { throw ValidationError("--name goes with --scope account.") }
            guard to.scope == nil || policy != "-" || name != nil else {
                throw ValidationError("A control policy from standard input needs a --name.")
            }
        }

        func perform(_ daemon: Daemon) async throws {
            if to.scope != nil { return try await attachToAccount(daemon) }
            let arn = try await daemon.arn(of: .policy, policy)
            let sentence = "policy `\(policy)` is attached to \(to.described)"
            switch to.holder {
            case .user(let name):
                try await daemon.done(AttachUserPolicyRequest(userName: name, policyARN: arn), sentence)
            case .group(let name):
                try await daemon.done(AttachGroupPolicyRequest(groupName: name, policyARN: arn), sentence)
            case .role(let name):
                try await daemon.done(AttachRolePolicyRequest(roleName: name, policyARN: arn), sentence)
            case .account, nil: break
            }
        }

        private func attachToAccount(_ daemon: Daemon) async throws {
            let name = name ?? Self.name(ofFile: policy)
            let request = PutControlPolicyRequest(
                type: to.type,
                level: to.level ?? 0,
                policyName: name,
                policyDocument: try PolicyFile.read(policy)
            )
            try await daemon.done(request, "policy `\(name)` is attached to \(to.described)")
        }

        /// `guard` of `policies/guard.json`.
        private static func name(ofFile path: String) -> String {
            let file = path.split(separator: "/").last ?? ""
            return String(file.hasSuffix(".json") ? file.dropLast(5) : file)
        }
    }

    struct Detach: PosternCommand {
        static let configuration = CommandConfiguration(
            abstract: "Detach a managed policy from a user, group or role, or delete a control policy of the account.",
            discussion: """
                Examples:
                  postern policy detach Orders --group Clerks
                  postern policy detach guard --scope account --level 1
                """
        )
        @Argument(help: "The policy's name or ARN; with --scope its name.", completion: .policies) var policy: String
        @OptionGroup var from: PolicyPlace
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            if from.scope != nil {
                let request = DeleteControlPolicyRequest(
                    type: from.type,
                    level: from.level ?? 0,
                    policyName: policy
                )
                return try await daemon.done(request, "policy `\(policy)` is detached from \(from.described)")
            }
            let arn = try await daemon.arn(of: .policy, policy)
            let sentence = "policy `\(policy)` is detached from \(from.described)"
            switch from.holder {
            case .user(let name):
                try await daemon.done(DetachUserPolicyRequest(userName: name, policyARN: arn), sentence)
            case .group(let name):
                try await daemon.done(DetachGroupPolicyRequest(groupName: name, policyARN: arn), sentence)
            case .role(let name):
                try await daemon.done(DetachRolePolicyRequest(roleName: name, policyARN: arn), sentence)
            case .account, nil: break
            }
        }
    }

    struct Attached: PosternCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the managed policies of a user, group or role, or the control policies of the account."
        )
        @OptionGroup var of: PolicyPlace
        @OptionGroup var filter: PrefixOptions
        @OptionGroup var page: PageOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func validate() throws {
            guard of.scope == nil || filter.pathPrefix.isEmpty else {
                throw ValidationError("Control policies have no path: leave out --path-prefix.")
            }
        }

        func perform(_ daemon: Daemon) async throws {
            let prefix = filter.pathPrefix
            switch of.holder {
            case .user(let name):
                try await list(ListAttachedUserPoliciesRequest(userName: name, pathPrefix: prefix), daemon)
            case .group(let name):
                try await list(ListAttachedGroupPoliciesRequest(groupName: name, pathPrefix: prefix), daemon)
            case .role(let name):
                try await list(ListAttachedRolePoliciesRequest(roleName: name, pathPrefix: prefix), daemon)
            case .account:
                let level = of.level.map { UInt32Value(value: $0) }
                let request = ListControlPoliciesRequest(type: of.control?.type ?? .unspecified, level: level)
                let columns = ["Type", "Level", "PolicyName", "UpdateDate"]
                try await daemon.list(request, page, "ControlPolicies", columns: columns)
            case nil: break
            }
        }

        private func list(_ request: some PagedCall, _ daemon: Daemon) async throws {
            try await daemon.list(request, page, "AttachedPolicies", columns: ["PolicyName", "PolicyArn"])
        }
    }
}
