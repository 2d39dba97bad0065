import Administration
import Directory
import Model
import Secrets
import Testing

struct MFADeviceTests {
    private let secondsPerStep = OneTimePassword.stepSeconds

    /// An account with a user `alice` and a device `phone` of nobody.
    private func fixture(
        _ change: (inout Quotas) -> Void = { _ in }
    ) async throws -> (fixture: Fixture, device: CreateVirtualMFADeviceResponse) {
        let fixture = try await Fixture.make(quotas: change)
        try await fixture.user("alice")
        let request = CreateVirtualMFADeviceRequest(virtualMFADeviceName: "phone", path: "/p/")
        return (fixture, try await fixture.administrator.createVirtualMFADevice(request, by: fixture.root))
    }

    /// What the phone shows in a step, counted from the present one.
    private func code(_ device: CreateVirtualMFADeviceResponse, _ fixture: Fixture, _ steps: Int64) throws -> String {
        let seed = try #require(Base32.decode(device.base32StringSeed))
        let moment = fixture.clock.now.adding(seconds: steps * secondsPerStep)
        return try OneTimePassword(seed: seed).code(step: OneTimePassword.step(at: moment))
    }

    private func enable(_ fixture: Fixture, _ first: String, _ second: String, user: String = "alice") async throws {
        let request = EnableMFADeviceRequest(
            userName: user,
            serialNumber: Fixture.arn + "mfa/p/phone",
            authenticationCode1: first,
            authenticationCode2: second
        )
        _ = try await fixture.administrator.enableMFADevice(request, by: fixture.root)
    }

    private func record(_ fixture: Fixture) throws -> MFADeviceRecord {
        try #require(fixture.snapshot.mfaDevice(named: "phone"))
    }

    @Test func `makes a device whose seed is shown once and kept sealed`() async throws {
        let (fixture, device) = try await fixture()
        #expect(device.virtualMFADevice?.serialNumber == Fixture.arn + "mfa/p/phone")
        #expect(Base32.decode(device.base32StringSeed)?.count == 20)
        #expect(
            device.otpauthURI == "otpauth://totp/Postern%20\(Fixture.account):phone%40\(Fixture.account)"
                + "?secret=\(device.base32StringSeed)&issuer=Postern%20\(Fixture.account)"
                + "&algorithm=SHA1&digits=6&period=30"
        )
        let seed = try SealedBox.open(
            record(fixture).sealedSeed,
            key: fixture.keys.records,
            associatedData: Array("mfa/phone".utf8)
        )
        #expect(seed == Base32.decode(device.base32StringSeed))
        let request = CreateVirtualMFADeviceRequest(virtualMFADeviceName: "PHONE")
        let error = await refusal { try await fixture.administrator.createVirtualMFADevice(request, by: fixture.root) }
        #expect(error?.code == "EntityAlreadyExists")
    }

    @Test(arguments: [
        ("Acme Inc", true), ("Acme:Inc", false), ("a\n", false), (String(repeating: "a", count: 64), true),
        (String(repeating: "a", count: 65), false),
    ])
    func `takes an issuer without a colon`(_ issuer: String, _ isGood: Bool) async throws {
        let fixture = try await Fixture.make()
        let request = CreateVirtualMFADeviceRequest(virtualMFADeviceName: "phone", issuer: issuer)
        if isGood {
            _ = try await fixture.administrator.createVirtualMFADevice(request, by: fixture.root)
        } else {
            let error = await refusal {
                try await fixture.administrator.createVirtualMFADevice(request, by: fixture.root)
            }
            #expect(error?.code == "ValidationError")
        }
    }

    @Test func `enables a device with two codes in a row, which are spent`() async throws {
        let (fixture, device) = try await fixture()
        let codes = (try code(device, fixture, -1), try code(device, fixture, 0))
        let wrong = await refusal { try await enable(fixture, codes.1, codes.0) }
        #expect(wrong?.code == "InvalidAuthenticationCode")
        #expect(wrong?.message.contains(codes.0) == false)
        try await enable(fixture, codes.0, codes.1)
        #expect(try record(fixture).lastStep == OneTimePassword.step(at: fixture.clock.now))
        #expect(try record(fixture).drift == 0 && fixture.snapshot.throttleCount == 0)
        let listed = try await fixture.administrator.listMFADevices(.init(userName: "alice"), by: fixture.root)
        #expect(listed.mfaDevices.map(\.userName) == ["alice"])
        #expect(listed.mfaDevices.map(\.enableDate) == [fixture.clock.now.seconds])
        let again = await refusal { try await enable(fixture, codes.0, codes.1) }
        #expect(again?.code == "EntityAlreadyExists")
        // The same codes are spent, though the device is nobody's again.
        let leaving = DeactivateMFADeviceRequest(userName: "alice", serialNumber: Fixture.arn + "mfa/p/phone")
        _ = try await fixture.administrator.deactivateMFADevice(leaving, by: fixture.root)
        #expect(await refusal { try await enable(fixture, codes.0, codes.1) }?.code == "InvalidAuthenticationCode")
        fixture.clock.advance(seconds: 3 * secondsPerStep)
        try await enable(fixture, try code(device, fixture, -1), try code(device, fixture, 0))
    }

    @Test func `refuses one device more than a user's quota`() async throws {
        let (fixture, device) = try await fixture { $0.mfaDevicesPerUser = 0 }
        let error = await refusal { try await enable(fixture, code(device, fixture, -1), code(device, fixture, 0)) }
        #expect(error?.code == "LimitExceeded")
    }

    @Test func `slows down who guesses codes`() async throws {
        let (fixture, device) = try await fixture()
        for _ in 0..<4 {
            #expect(
                await refusal { try await enable(fixture, "000000", "000000") }?.code == "InvalidAuthenticationCode"
            )
        }
        let right = (try code(device, fixture, -1), try code(device, fixture, 0))
        #expect(await refusal { try await enable(fixture, right.0, right.1) }?.code == "Throttling")
        fixture.clock.advance(seconds: 2)
        try await enable(fixture, right.0, right.1)
    }

    @Test func `finds a device's drift again`() async throws {
        let (fixture, device) = try await fixture()
        try await enable(fixture, try code(device, fixture, -1), try code(device, fixture, 0))
        func resync(_ steps: Int64, user: String = "alice") async throws {
            let request = ResyncMFADeviceRequest(
                userName: user,
                serialNumber: Fixture.arn + "mfa/p/phone",
                authenticationCode1: try code(device, fixture, steps - 1),
                authenticationCode2: try code(device, fixture, steps)
            )
            _ = try await fixture.administrator.resyncMFADevice(request, by: fixture.root)
        }
        try await resync(100)
        #expect(try record(fixture).drift == 1_100)
        #expect(try record(fixture).lastStep == OneTimePassword.step(at: fixture.clock.now) + 100)
        #expect(await refusal { try await resync(100) }?.code == "InvalidAuthenticationCode")
        #expect(await refusal { try await resync(121) }?.code == "InvalidAuthenticationCode")
        try await fixture.user("bob")
        #expect(await refusal { try await resync(104, user: "bob") }?.code == "NoSuchEntity")
        try await resync(104)
    }

    @Test func `takes a device away before it is deleted`() async throws {
        let (fixture, device) = try await fixture()
        let administrator = fixture.administrator
        let serial = Fixture.arn + "mfa/p/phone"
        try await fixture.user("bob")
        try await enable(fixture, try code(device, fixture, -1), try code(device, fixture, 0))
        let deletion = DeleteVirtualMFADeviceRequest(serialNumber: serial)
        let error = await refusal { try await administrator.deleteVirtualMFADevice(deletion, by: fixture.root) }
        #expect(error?.code == "DeleteConflict")
        #expect(await refusal { try await administrator.deleteUser(.init(userName: "alice"), by: fixture.root) } != nil)
        let bob = try fixture.caller("bob")
        let own = DeactivateMFADeviceRequest(serialNumber: serial)
        #expect(await refusal { try await administrator.deactivateMFADevice(own, by: bob) }?.code == "NoSuchEntity")
        _ = try await administrator.deactivateMFADevice(own, by: fixture.caller("alice"))
        _ = try await administrator.deleteVirtualMFADevice(deletion, by: fixture.root)
        #expect(fixture.snapshot.mfaDeviceCount == 0)
        _ = try await administrator.deleteUser(.init(userName: "alice"), by: fixture.root)
    }

    @Test func `lists devices, all, given and not given`() async throws {
        let (fixture, device) = try await fixture()
        let administrator = fixture.administrator
        _ = try await administrator.createVirtualMFADevice(.init(virtualMFADeviceName: "Alpha"), by: fixture.root)
        try await enable(fixture, try code(device, fixture, -1), try code(device, fixture, 0))
        func serials(_ status: ListVirtualMFADevicesRequest.AssignmentStatus) async throws -> [String] {
            try await administrator.listVirtualMFADevices(.init(assignmentStatus: status), by: fixture.root)
                .virtualMFADevices.map(\.serialNumber)
        }
        let (alpha, phone) = (Fixture.arn + "mfa/Alpha", Fixture.arn + "mfa/p/phone")
        #expect(try await serials(.any) == [alpha, phone])
        #expect(try await serials(.assigned) == [phone])
        #expect(try await serials(.unassigned) == [alpha])
        let first = try await administrator.listVirtualMFADevices(.init(maxItems: 1), by: fixture.root)
        let rest = try await administrator.listVirtualMFADevices(.init(marker: first.marker), by: fixture.root)
        #expect(rest.virtualMFADevices.map(\.serialNumber) == [phone])
    }

    @Test(arguments: ["mfa/phone", "mfa/P/phone", "mfa/p/phone2"])
    func `finds no device by another serial number`(_ resource: String) async throws {
        let (fixture, _) = try await fixture()
        let request = DeleteVirtualMFADeviceRequest(serialNumber: Fixture.arn + resource)
        let error = await refusal { try await fixture.administrator.deleteVirtualMFADevice(request, by: fixture.root) }
        #expect(error?.code == "NoSuchEntity")
    }
}
