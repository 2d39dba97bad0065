import HashTreeCollections
import Model

extension AccessKeyRecord {
    package static func remove(named keyName: String, from contents: inout Contents)
        -> AccessKeyRecord?
    {
        guard let id = UniqueID(keyName), let old = contents.accessKeys.remove(id) else { return nil }
        contents.scheduledKeys.remove(id)
        return old.record
    }

    package func insert(into contents: inout Contents) -> Bool {
        if isScheduled { contents.scheduledKeys.insert(id) }
        return contents.accessKeys.insert(Entry(self))
    }

    package func fault(in contents: Contents) -> String? {
        guard let user = contents.users[userID]?.record else {
            return "user `\(userID)` does not exist"
        }
        return user.accessKeys.contains(id) ? nil : "user `\(userID)` does not have the key"
    }

    package func remnant(in contents: Contents) -> String? {
        guard !contents.accessKeys.contains(id), let user = contents.users[userID]?.record else {
            return nil
        }
        return user.accessKeys.contains(id) ? "user `\(userID)` has the key" : nil
    }
}

extension LoginRecord {
    package static func remove(named keyName: String, from contents: inout Contents) -> LoginRecord? {
        UniqueID(keyName).flatMap { contents.logins.remove($0)?.record }
    }

    package func insert(into contents: inout Contents) -> Bool {
        contents.logins.insert(Entry(self))
    }

    package func fault(in contents: Contents) -> String? {
        contents.users.contains(userID) ? nil : "user `\(userID)` does not exist"
    }

    package func remnant(in contents: Contents) -> String? { nil }
}

extension MFADeviceRecord {
    package static func remove(named keyName: String, from contents: inout Contents)
        -> MFADeviceRecord?
    {
        contents.mfaDevices.remove(keyName)?.record
    }

    package func insert(into contents: inout Contents) -> Bool {
        contents.mfaDevices.insert(Entry(self))
    }

    package func fault(in contents: Contents) -> String? {
        if let fault = nameFault { return fault }
        guard let userID else { return nil }
        guard let user = contents.users[userID]?.record else {
            return "user `\(userID)` does not exist"
        }
        return user.mfaDevices.contains(keyName) ? nil : "user `\(userID)` does not have the device"
    }

    package func remnant(in contents: Contents) -> String? {
        guard !contents.mfaDevices.contains(keyName), let userID, let user = contents.users[userID]?.record
        else {
            return nil
        }
        return user.mfaDevices.contains(keyName) ? "user `\(userID)` has the device" : nil
    }
}
