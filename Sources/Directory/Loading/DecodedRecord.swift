/// A record of any kind, as the account is built of.
enum DecodedRecord: Sendable {
    case account(Entry<AccountRecord>)
    case group(Entry<GroupRecord>)
    case key(Entry<AccessKeyRecord>)
    case lastUsed(Entry<LastUsedRecord>)
    case login(Entry<LoginRecord>)
    case mfaDevice(Entry<MFADeviceRecord>)
    case policy(Entry<PolicyRecord>)
    case revocation(Entry<RevocationRecord>)
    case role(Entry<RoleRecord>)
    case throttle(Entry<ThrottleRecord>)
    case user(Entry<UserRecord>)
}
