internal import Directory
package import Model
internal import Secrets

extension Administrator {
    package func createVirtualMFADevice(
        _ request: CreateVirtualMFADeviceRequest,
        by caller: Caller
    ) async throws(Refusal) -> CreateVirtualMFADeviceResponse {
        let name = try EntityName(parsing: request.virtualMFADeviceName, .mfaDevice)
        let account = snapshot.account.id
        let issuer = try Self.issuer(request.issuer, account)
        var draft = MFADeviceRecord()
        draft.name = name.text
        draft.path = try EntityPath(parsing: request.path).text
        draft.createdAt = clock()
        var seed = OneTimePassword.randomSeed()
        defer { Sodium.wipe(&seed) }
        let password = try Self.oneTimePassword(seed: seed)
        draft.sealedSeed = SealedBox.seal(seed, key: keys.records, associatedData: draft.associatedData)
        let uri: String
        do throws(SecretsError) {
            uri = try password.uri(issuer: issuer, account: "\(name.text)@\(account)")
        } catch {
            throw .invalidInput("\(error)")
        }
        let device = draft
        let written = try await directory.write { (transaction) throws(Refusal) in
            let snapshot = transaction.snapshot
            if let other = snapshot.mfaDevice(named: name.text) {
                throw .alreadyExists(
                    "there is an MFA device \(other.name.shown) already: names are unique ignoring case"
                )
            }
            // AWS: as many devices as users; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
            try snapshot.mustHaveRoom(snapshot.mfaDeviceCount, "MFA devices", snapshot.account.quotas.users)
            transaction.put(device)
        }
        return CreateVirtualMFADeviceResponse(
            virtualMFADevice: VirtualMFADevice(device, in: written.snapshot),
            base32StringSeed: password.seedText,
            otpauthURI: uri
        )
    }

    package func deactivateMFADevice(
        _ request: DeactivateMFADeviceRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        let reference = try UserReference(request.userName, orOwnOf: caller)
        let serial = try MFASerial(parsing: request.serialNumber)
        _ = try await directory.write { (transaction) throws(Refusal) in
            var user = try transaction.snapshot.wanted(reference)
            var device = try transaction.snapshot.wanted(serial, of: user)
            user.mfaDevices.removeAll { $0 == device.keyName }
            // The steps that were spent stay spent, whoever has the device next.
            device.userID = nil
            device.enabledAt = nil
            transaction.put(device)
            transaction.put(user)
        }
        return Empty()
    }

    package func deleteVirtualMFADevice(
        _ request: DeleteVirtualMFADeviceRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        let serial = try MFASerial(parsing: request.serialNumber)
        _ = try await directory.write { (transaction) throws(Refusal) in
            let device = try transaction.snapshot.wanted(serial)
            if let user = device.userID.flatMap({ transaction.snapshot.user(id: $0) }) {
                throw .deleteConflict("MFA device \(device.name.shown) is \(user.shown)'s: deactivate it first")
            }
            transaction.delete(device)
            transaction.forgetFailures(ThrottleRecord.mfaDevice(device.keyName))
        }
        return Empty()
    }

    package func listMFADevices(
        _ request: ListMFADevicesRequest,
        by caller: Caller
    ) async throws(Refusal) -> ListMFADevicesResponse {
        let wanted = try pageRequest(.listMFADevices, request.marker, request.maxItems)
        let snapshot = self.snapshot
        let user = try snapshot.wanted(UserReference(request.userName, orOwnOf: caller))
        let page = wanted.page(of: user.mfaDevices.compactMap { snapshot.mfaDevice(named: $0) }, by: \.keyName)
        return ListMFADevicesResponse(
            mfaDevices: page.items.map { VirtualMFADevice($0, in: snapshot) },
            isTruncated: page.isTruncated,
            marker: page.marker
        )
    }

    package func listVirtualMFADevices(
        _ request: ListVirtualMFADevicesRequest,
        by caller: Caller
    ) async throws(Refusal) -> ListVirtualMFADevicesResponse {
        let wanted = try pageRequest(.listVirtualMFADevices, request.marker, request.maxItems)
        let snapshot = self.snapshot
        let assigned: Bool? =
            switch request.assignmentStatus {
            case .any: nil
            case .assigned: true
            case .unassigned: false
            }
        let page = wanted.page(
            { after, max in snapshot.mfaDevices(assigned: assigned, after: after, max: max).pair },
            by: \.keyName
        )
        return ListVirtualMFADevicesResponse(
            virtualMFADevices: page.items.map { VirtualMFADevice($0, in: snapshot) },
            isTruncated: page.isTruncated,
            marker: page.marker
        )
    }

    /// The account's own where none is given; no colon, which would move the border within an otpauth label.
    private static func issuer(_ text: String, _ account: AccountID) throws(Refusal) -> String {
        guard !text.isEmpty else { return "Postern \(account)" }
        let isAllowed = text.unicodeScalars.allSatisfy {
            $0 != ":" && !$0.properties.generalCategory.isInvisible
        }
        guard text.unicodeScalars.count <= 64, isAllowed else {
            throw .validation("issuer \(text.shown) is not at most 64 characters without colons and controls")
        }
        return text
    }

    static func oneTimePassword(seed: [UInt8]) throws(Refusal) -> OneTimePassword {
        do throws(SecretsError) {
            return try OneTimePassword(seed: seed)
        } catch {
            throw .internalFailure("\(error)")
        }
    }
}

extension MFADeviceRecord {
    /// Where the sealed seed belongs: in another record, it does not open.
    var associatedData: [UInt8] { Array(key.utf8) }
}
