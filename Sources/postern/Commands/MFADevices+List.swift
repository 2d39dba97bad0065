internal import ArgumentParser
internal import Model

extension MFADevices {
    struct List: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "List the devices of a user, or all of the account.")
        @Argument(help: "The user; yourself where none is named.", completion: .users) var user = ""
        @Flag(help: "All devices of the account.") var all = false
        @Flag(help: "All devices that a user has.") var assigned = false
        @Flag(help: "All devices that no user has.") var unassigned = false
        @OptionGroup var page: PageOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func validate() throws {
            guard [all, assigned, unassigned, !user.isEmpty].count(where: \.self) <= 1 else {
                throw ValidationError("Give one of USER, --all, --assigned and --unassigned.")
            }
        }

        func perform(_ daemon: Daemon) async throws {
            let columns = ["SerialNumber", "UserName", "EnableDate"]
            guard all || assigned || unassigned else {
                let request = ListMFADevicesRequest(userName: user)
                return try await daemon.list(request, page, "MFADevices", columns: columns)
            }
            let request = ListVirtualMFADevicesRequest(
                assignmentStatus: assigned ? .assigned : unassigned ? .unassigned : .any
            )
            try await daemon.list(request, page, "VirtualMFADevices", columns: columns)
        }
    }
}
