#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import Synchronization

/// Keeps a folder to one store at a time; the kernel lets go of it when the process ends, however it ends.
///
/// The file stays when the lock is released: removing it would let two processes lock two files of one name.
final class FolderLock: Sendable {
    /// The open file; `nil` after the release.
    private let file: Mutex<Int32?>

    init(of folder: StoreFolder) throws(StoreError) {
        let descriptor = unsafe open(folder.lock, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StoreFolder.failure("`\(folder.lock)` cannot be opened") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let failure: StoreError =
                errno == EWOULDBLOCK
                ? .inUse(path: folder.path) : StoreFolder.failure("`\(folder.lock)` cannot be locked")
            close(descriptor)
            throw failure
        }
        file = Mutex(descriptor)
    }

    deinit { release() }

    func release() {
        file.withLock { file in
            guard let descriptor = file else { return }
            // Closing alone would leave the lock to a child that was just forked, until it becomes another program.
            flock(descriptor, LOCK_UN)
            close(descriptor)
            file = nil
        }
    }
}
