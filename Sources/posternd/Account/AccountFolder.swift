import Glibc

/// The folder that an account lives in: the store's files and, unless another place is configured, the master key.
struct AccountFolder: Equatable, Sendable {
    let path: String

    var masterKey: String { "\(path)/master.key" }

    /// What may be in the folder before there is an account: what an interrupted `init` leaves, and a new volume.
    private static let harmless: Set<String> = ["lost+found", "master.key"]

    static func isThere(_ path: String) -> Bool {
        // SAFETY: the path is a NUL-terminated copy that lives until the call returns.
        unsafe access(path, F_OK) == 0
    }

    /// Makes the folder, or takes one that is empty, and closes it to others.
    func make() throws(Failure) {
        if !Self.isThere(path) {
            // SAFETY: as above, here and below.
            guard unsafe mkdir(path, 0o700) == 0 else {
                throw Failure("the folder `\(path)` cannot be made: \(SystemError.last)")
            }
            return
        }
        let foreign = try names().filter { !Self.harmless.contains($0) && !$0.hasPrefix("postern.") }
        guard foreign.isEmpty else {
            throw Failure("`\(path)` is not empty (it has `\(foreign[0])`); name an empty folder, or one to be made")
        }
        // SAFETY: as above.
        guard unsafe chmod(path, 0o700) == 0 else {
            throw Failure("the folder `\(path)` cannot be closed to others: \(SystemError.last)")
        }
    }

    /// Refuses a folder that others may write to: they could put another account in its place.
    func checkClosed() throws(Failure) {
        var facts = stat()
        // SAFETY: `facts` is a local value that the call fills.
        guard unsafe stat(path, &facts) == 0 else { throw Failure("the folder `\(path)`: \(SystemError.last)") }
        guard facts.st_uid == geteuid() || facts.st_uid == 0 else {
            throw Failure("`\(path)` belongs to uid \(facts.st_uid); it must belong to uid \(geteuid()) or root")
        }
        guard facts.st_mode & 0o022 == 0 else {
            throw Failure(
                "others may write to `\(path)` (mode 0\(String(facts.st_mode & 0o7777, radix: 8))); chmod 700"
            )
        }
    }

    private func names() throws(Failure) -> [String] {
        guard let folder = unsafe opendir(path) else { throw Failure("the folder `\(path)`: \(SystemError.last)") }
        // SAFETY: opened above and closed once; an entry is read before the next call.
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
                unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
