internal import ArgumentParser
internal import Model

extension Policies {
    struct Put: PosternCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put an inline policy on a user, group or role.",
            discussion: """
                Examples:
                  postern policy put own policy.json --user alice
                """
        )
        @Argument(help: "The inline policy's name.") var name: String
        @OptionGroup var document: DocumentArgument
        @OptionGroup var on: HolderOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let text = try document.text()
            let sentence = "policy `\(name)` is on \(on.described)"
            switch on.holder {
            case .user(let user):
                let request = PutUserPolicyRequest(userName: user, policyName: name, policyDocument: text)
                try await daemon.done(request, sentence)
            case .group(let group):
                let request = PutGroupPolicyRequest(groupName: group, policyName: name, policyDocument: text)
                try await daemon.done(request, sentence)
            case .role(let role):
                let request = PutRolePolicyRequest(roleName: role, policyName: name, policyDocument: text)
                try await daemon.done(request, sentence)
            case nil: break
            }
        }
    }

    struct Show: PosternCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show an inline policy, or a control policy of the account."
        )
        @Argument(help: "The policy's name.") var name: String
        @OptionGroup var of: PolicyPlace
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            switch of.holder {
            case .user(let user): try await daemon.show(GetUserPolicyRequest(userName: user, policyName: name))
            case .group(let group): try await daemon.show(GetGroupPolicyRequest(groupName: group, policyName: name))
            case .role(let role): try await daemon.show(GetRolePolicyRequest(roleName: role, policyName: name))
            case .account:
                let request = GetControlPolicyRequest(type: of.type, level: of.level ?? 0, policyName: name)
                try await daemon.show(request, "ControlPolicy")
            case nil: break
            }
        }
    }

    struct Remove: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Delete an inline policy.")
        @Argument(help: "The inline policy's name.") var name: String
        @OptionGroup var from: HolderOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let sentence = "policy `\(name)` is gone from \(from.described)"
            switch from.holder {
            case .user(let user):
                try await daemon.done(DeleteUserPolicyRequest(userName: user, policyName: name), sentence)
            case .group(let group):
                try await daemon.done(DeleteGroupPolicyRequest(groupName: group, policyName: name), sentence)
            case .role(let role):
                try await daemon.done(DeleteRolePolicyRequest(roleName: role, policyName: name), sentence)
            case nil: break
            }
        }
    }

    struct InlineList: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "List the inline policies of a user, group or role.")
        @OptionGroup var of: HolderOptions
        @OptionGroup var page: PageOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            switch of.holder {
            case .user(let name): try await list(ListUserPoliciesRequest(userName: name), daemon)
            case .group(let name): try await list(ListGroupPoliciesRequest(groupName: name), daemon)
            case .role(let name): try await list(ListRolePoliciesRequest(roleName: name), daemon)
            case nil: break
            }
        }

        private func list(_ request: some PagedCall, _ daemon: Daemon) async throws {
            let response = Document(reflecting: try await daemon.pages(request, page))
            guard !daemon.output.isJSON else { return daemon.output.printJSON(response) }
            daemon.output.printLines(response["PolicyNames"].items.map(\.cell))
        }
    }
}
