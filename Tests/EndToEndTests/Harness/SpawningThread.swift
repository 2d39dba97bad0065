import Foundation
import Synchronization

/// The one thread that starts children.
///
/// A child asks the kernel to be killed when its parent ends, and the kernel means the thread that started it: threads
/// of a pool come and go, this one stays as long as the process.
final class SpawningThread: Sendable {
    static let shared = SpawningThread()

    private let jobs: Jobs

    private final class Jobs: Sendable {
        let list = Mutex<[@Sendable () -> Void]>([])
        let added = DispatchSemaphore(value: 0)
    }

    private init() {
        let jobs = Jobs()
        self.jobs = jobs
        let thread = Thread {
            while true {
                jobs.added.wait()
                let job = jobs.list.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                job?()
            }
        }
        thread.name = "spawning"
        thread.start()
    }

    func perform<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            jobs.list.withLock { $0.append { continuation.resume(returning: work()) } }
            jobs.added.signal()
        }
    }
}
