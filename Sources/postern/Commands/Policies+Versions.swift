internal import ArgumentParser
internal import Model

extension Policies {
    struct Versions: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "version",
            abstract: "The versions of a managed policy.",
            subcommands: [Create.self, Get.self, List.self, Default.self, Delete.self]
        )

        struct Create: PosternCommand {
            static let configuration = CommandConfiguration(abstract: "Make a new version.")
            @Argument(help: "The policy's name or ARN.", completion: .policies) var policy: String
            @OptionGroup var document: DocumentArgument
            @Flag(help: "The version comes into force at once.") var setAsDefault = false
            @OptionGroup(title: "Global options") var global: GlobalOptions

            func perform(_ daemon: Daemon) async throws {
                let request = CreatePolicyVersionRequest(
                    policyARN: try await daemon.arn(of: .policy, policy),
                    policyDocument: try document.text(),
                    setAsDefault: setAsDefault
                )
                try await daemon.show(request, "PolicyVersion")
            }
        }

        struct Get: PosternCommand {
            static let configuration = CommandConfiguration(abstract: "Show a version and its document.")
            @Argument(help: "The policy's name or ARN.", completion: .policies) var policy: String
            @Argument(help: "The version, such as v1; the one in force where none is named.") var version: String?
            @OptionGroup(title: "Global options") var global: GlobalOptions

            func perform(_ daemon: Daemon) async throws {
                let arn = try await daemon.arn(of: .policy, policy)
                let named: String
                if let version {
                    named = version
                } else {
                    named = try await daemon.call(GetPolicyRequest(policyARN: arn)).policy?.defaultVersionID ?? ""
                }
                try await daemon.show(GetPolicyVersionRequest(policyARN: arn, versionID: named), "PolicyVersion")
            }
        }

        struct List: PosternCommand {
            static let configuration = CommandConfiguration(abstract: "List the versions, newest first.")
            @Argument(help: "The policy's name or ARN.", completion: .policies) var policy: String
            @OptionGroup var page: PageOptions
            @OptionGroup(title: "Global options") var global: GlobalOptions

            func perform(_ daemon: Daemon) async throws {
                let request = ListPolicyVersionsRequest(policyARN: try await daemon.arn(of: .policy, policy))
                let columns = ["VersionId", "IsDefaultVersion", "CreateDate"]
                try await daemon.list(request, page, "Versions", columns: columns)
            }
        }

        struct Default: PosternCommand {
            static let configuration = CommandConfiguration(abstract: "Bring a version into force.")
            @Argument(help: "The policy's name or ARN.", completion: .policies) var policy: String
            @Argument(help: "The version, such as v1.") var version: String
            @OptionGroup(title: "Global options") var global: GlobalOptions

            func perform(_ daemon: Daemon) async throws {
                let arn = try await daemon.arn(of: .policy, policy)
                let request = SetDefaultPolicyVersionRequest(policyARN: arn, versionID: version)
                try await daemon.done(request, "version `\(version)` of policy `\(policy)` is in force")
            }
        }

        struct Delete: PosternCommand {
            static let configuration = CommandConfiguration(abstract: "Delete a version that is not in force.")
            @Argument(help: "The policy's name or ARN.", completion: .policies) var policy: String
            @Argument(help: "The version, such as v1.") var version: String
            @OptionGroup(title: "Global options") var global: GlobalOptions

            func perform(_ daemon: Daemon) async throws {
                let arn = try await daemon.arn(of: .policy, policy)
                let request = DeletePolicyVersionRequest(policyARN: arn, versionID: version)
                try await daemon.done(request, "version `\(version)` of policy `\(policy)` is deleted")
            }
        }
    }
}
