internal import ArgumentParser
internal import Model

struct MFADevices: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mfa",
        abstract: "Virtual MFA devices: the six digits that an app on a phone shows.",
        subcommands: [Create.self, Enable.self, Resync.self, Deactivate.self, Delete.self, List.self]
    )

    struct Create: PosternCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a device; its seed and QR code are shown this once.",
            discussion: "Scan the code with an app, then give the device to its user: `postern mfa enable USER DEVICE`."
        )
        @Argument(help: "The new device's name.") var name: String
        @Option(help: "What the app shows as the issuer.") var issuer = ""
        @OptionGroup var place: PathOptions
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let request = CreateVirtualMFADeviceRequest(
                virtualMFADeviceName: name,
                path: place.path,
                issuer: issuer
            )
            let response = try await daemon.call(request)
            if daemon.output.isTerminal, !daemon.output.isJSON, let code = QRCode(response.otpauthURI) {
                daemon.output.printLines(code.lines(daemon.output.style))
            }
            daemon.output.show(Document(reflecting: response))
        }
    }

    struct Enable: PosternCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a device to a user, who types two codes that follow each other."
        )
        @OptionGroup var device: DeviceArguments
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let codes = try device.codes()
            let request = EnableMFADeviceRequest(
                userName: device.user,
                serialNumber: try await daemon.arn(of: .mfa, device.device),
                authenticationCode1: codes[0],
                authenticationCode2: codes[1]
            )
            try await daemon.done(request, "user `\(device.user)` has the device `\(device.device)`")
        }
    }

    struct Resync: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Bring a device whose clock has drifted into step.")
        @OptionGroup var device: DeviceArguments
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let codes = try device.codes()
            let request = ResyncMFADeviceRequest(
                userName: device.user,
                serialNumber: try await daemon.arn(of: .mfa, device.device),
                authenticationCode1: codes[0],
                authenticationCode2: codes[1]
            )
            try await daemon.done(request, "the device `\(device.device)` is in step")
        }
    }

    struct Deactivate: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Take a device from its user.")
        @Argument(help: "The device's name or serial number.") var device: String
        @Option(help: "The user that has it; else yourself.", completion: .users) var user = ""
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let serialNumber = try await daemon.arn(of: .mfa, device)
            let request = DeactivateMFADeviceRequest(userName: user, serialNumber: serialNumber)
            try await daemon.done(request, "the device `\(device)` has no user")
        }
    }

    struct Delete: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Delete a device that no user has.")
        @Argument(help: "The device's name or serial number.") var device: String
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let serialNumber = try await daemon.arn(of: .mfa, device)
            let request = DeleteVirtualMFADeviceRequest(serialNumber: serialNumber)
            try await daemon.done(request, "the device `\(device)` is deleted")
        }
    }
}

/// A device, the user it is for, and two codes of it.
struct DeviceArguments: ParsableArguments {
    @Argument(help: "The user.", completion: .users) var user: String
    @Argument(help: "The device's name or serial number.") var device: String
    @OptionGroup var code: CodeOptions

    /// Two.
    func codes() throws(Complaint) -> [String] {
        let prompts = ["A code of the device: ", "The code that follows it: "]
        return try code.secret.readLines(prompts: prompts)
    }
}
