/// What is wrong with a master key file, and what would be right.
package enum KeyFileFault: Hashable, Sendable, CustomStringConvertible {
    case missing
    case alreadyThere
    case symbolicLink
    case notRegularFile
    case owner(uid: UInt32, wanted: UInt32)
    case mode(UInt32, access: KeyFileAccess)
    case size(bytes: Int)
    case notHexadecimal
    case allZero
    /// A system call failed with this `errno`.
    case system(call: String, code: Int32)

    package var description: String {
        switch self {
        case .missing: "there is no such file; make one with `posternd init`, or restore it from its backup"
        case .alreadyThere: "the file is there already, and a key is never overwritten; name another path"
        case .symbolicLink: "a symbolic link; name the file itself"
        case .notRegularFile: "not a regular file; it must be one"
        case .owner(let uid, let wanted): "owned by uid \(uid); it must be owned by uid \(wanted) or root"
        case .mode(let mode, let access):
            "mode 0\(String(mode, radix: 8)) is too wide; it must be \(access.modesAllowed)"
        case .size: "the size is wrong; it must hold 32 raw bytes, or 64 hexadecimal digits and at most a line break"
        case .notHexadecimal: "64 characters that are not all hexadecimal digits"
        case .allZero: "every byte is zero, which is no key; restore the file from its backup"
        case .system(let call, let code): "\(call) failed with errno \(code)"
        }
    }
}
