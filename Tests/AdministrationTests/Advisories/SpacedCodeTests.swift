import Administration
import Directory
import Model
import Secrets
import Testing

/// Codes as people read them off a telephone.
struct SpacedCodeTests {
    private func code(_ device: CreateVirtualMFADeviceResponse, _ fixture: Fixture, _ steps: Int64) throws -> String {
        let seed = try #require(Base32.decode(device.base32StringSeed))
        let moment = fixture.clock.now.adding(seconds: steps * OneTimePassword.stepSeconds)
        return try OneTimePassword(seed: seed).code(step: OneTimePassword.step(at: moment))
    }

    private func spaced(_ code: String) -> String { " \(code.prefix(3)) \(code.suffix(3)) " }

    // The text that was typed must not be what is remembered as spent.
    @Test func `a code typed with spaces is spent once`() async throws {
        let fixture = try await Fixture.make()
        try await fixture.user("alice")
        let wanted = CreateVirtualMFADeviceRequest(virtualMFADeviceName: "phone")
        let device = try await fixture.administrator.createVirtualMFADevice(wanted, by: fixture.root)
        let serial = try #require(device.virtualMFADevice?.serialNumber)
        let codes = (try code(device, fixture, -1), try code(device, fixture, 0))
        func enable(_ first: String, _ second: String) async -> Refusal? {
            do throws(Refusal) {
                let request = EnableMFADeviceRequest(
                    userName: "alice",
                    serialNumber: serial,
                    authenticationCode1: first,
                    authenticationCode2: second
                )
                _ = try await fixture.administrator.enableMFADevice(request, by: fixture.root)
                return nil
            } catch {
                return error
            }
        }
        #expect(await enable(spaced(codes.0), spaced(codes.1)) == nil)
        let step = OneTimePassword.step(at: fixture.clock.now)
        #expect(fixture.snapshot.mfaDevice(named: "phone")?.lastStep == step)
        let leaving = DeactivateMFADeviceRequest(userName: "alice", serialNumber: serial)
        _ = try await fixture.administrator.deactivateMFADevice(leaving, by: fixture.root)
        for (first, second) in [codes, (spaced(codes.0), spaced(codes.1)), (codes.0, spaced(codes.1))] {
            #expect(await enable(first, second)?.code == "InvalidAuthenticationCode")
        }
        let resync = ResyncMFADeviceRequest(
            userName: "alice",
            serialNumber: serial,
            authenticationCode1: codes.0,
            authenticationCode2: spaced(codes.1)
        )
        fixture.clock.advance(seconds: 3 * OneTimePassword.stepSeconds)
        #expect(await enable(try code(device, fixture, -1), try code(device, fixture, 0)) == nil)
        await #expect(throws: Refusal.self) {
            try await fixture.administrator.resyncMFADevice(resync, by: fixture.root)
        }
    }
}
