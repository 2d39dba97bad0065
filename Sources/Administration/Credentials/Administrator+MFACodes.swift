internal import Directory
package import Model
internal import Secrets

extension Administrator {
    /// Gives a device to a user, who shows two codes in a row; both are spent, for sign-in too.
    package func enableMFADevice(_ request: EnableMFADeviceRequest, by caller: Caller) async throws(Refusal) -> Empty {
        let name = try EntityName(parsing: request.userName, .user)
        let serial = try MFASerial(parsing: request.serialNumber)
        let known = try snapshot.assignable(serial, to: snapshot.wanted(UserRecord.self, name))
        let now = clock()
        let subject = ThrottleRecord.mfaDevice(known.keyName)
        try await claimAttempt(subject)
        let step = try step(of: known, request.authenticationCode1, request.authenticationCode2, at: now)
        _ = try await directory.write { (transaction) throws(Refusal) in
            var user = try transaction.snapshot.wanted(UserRecord.self, name)
            var device = try transaction.snapshot.assignable(serial, to: user)
            try device.spend(step, provenWith: known, at: now)
            device.userID = user.id
            device.enabledAt = now
            user.mfaDevices.append(device.keyName)
            transaction.put(device)
            transaction.put(user)
            transaction.forgetFailures(subject)
        }
        return Empty()
    }

    /// Finds out from two codes in a row how far a device's clock has drifted; both are spent.
    package func resyncMFADevice(_ request: ResyncMFADeviceRequest, by caller: Caller) async throws(Refusal) -> Empty {
        let name = try EntityName(parsing: request.userName, .user)
        let serial = try MFASerial(parsing: request.serialNumber)
        let known = try snapshot.wanted(serial, of: snapshot.wanted(UserRecord.self, name))
        let now = clock()
        let subject = ThrottleRecord.mfaDevice(known.keyName)
        try await claimAttempt(subject)
        let step = try step(
            of: known,
            request.authenticationCode1,
            request.authenticationCode2,
            at: now,
            window: Self.resyncWindowSteps
        )
        _ = try await directory.write { (transaction) throws(Refusal) in
            let user = try transaction.snapshot.wanted(UserRecord.self, name)
            var device = try transaction.snapshot.wanted(serial, of: user)
            try device.spend(step, provenWith: known, at: now)
            transaction.put(device)
            transaction.forgetFailures(subject)
        }
        return Empty()
    }

    /// An hour on either side; guessing two codes in a row stays out of reach.
    private static let resyncWindowSteps: UInt64 = 120

    /// The step of the second of two codes.
    private func step(
        of device: MFADeviceRecord,
        _ first: String,
        _ second: String,
        at now: Timestamp,
        window: UInt64 = 20
    ) throws(Refusal) -> UInt64 {
        var seed: [UInt8]
        do throws(SecretsError) {
            seed = try SealedBox.open(device.sealedSeed, key: keys.records, associatedData: device.associatedData)
        } catch {
            throw .internalFailure("the seed of MFA device \(device.name.shown): \(error)")
        }
        defer { Sodium.wipe(&seed) }
        let password = try Self.oneTimePassword(seed: seed)
        let spent = device.lastStep == 0 ? nil : device.lastStep
        guard let step = password.verifyPair(first, second, at: now, after: spent, window: window) else {
            throw Refusal(
                .invalidArgument,
                code: "InvalidAuthenticationCode",
                "the codes are not two in a row of MFA device \(device.name.shown) that nobody used before"
            )
        }
        return step
    }
}

extension MFADeviceRecord {
    /// Spends the step of a pair of codes and the one before it, and notes how far the device's clock is ahead.
    ///
    /// - Throws: Where the device is another than the one that the codes were compared with, or they were spent
    ///   meanwhile.
    fileprivate mutating func spend(_ step: UInt64, provenWith known: MFADeviceRecord, at now: Timestamp)
        throws(Refusal)
    {
        guard sealedSeed == known.sealedSeed, step > 0, lastStep == 0 || step - 1 > lastStep else {
            throw Refusal(.aborted, code: "ConcurrentModification", "the MFA device was used or replaced meanwhile")
        }
        lastStep = step
        let ahead = Int64(clamping: step) - Int64(clamping: OneTimePassword.step(at: now))
        // One step is what typing takes, and within the window of every sign-in.
        drift = abs(ahead) <= 1 ? 0 : UInt32(clamping: ahead + 1_000)
    }
}

extension Snapshot {
    /// A device that nobody has, for a user that may have one more.
    fileprivate func assignable(_ serial: MFASerial, to user: UserRecord) throws(Refusal) -> MFADeviceRecord {
        let device = try wanted(serial)
        guard device.userID == nil else {
            throw .alreadyExists("MFA device \(device.name.shown) is enabled already: deactivate it first")
        }
        try user.mustHaveRoom(user.mfaDevices.count, "MFA devices", account.quotas.mfaDevicesPerUser)
        return device
    }
}
