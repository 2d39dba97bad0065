import NIOCore
import Synchronization

/// The connections there are, so that a stopping daemon can wait for them.
final class ConnectionRegistry: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        /// Connections, and the work of connections that are gone.
        var unfinished = 0
        var isClosed = false
        var waiting: [CheckedContinuation<Void, Never>] = []

        mutating func takeWaiting() -> [CheckedContinuation<Void, Never>] {
            defer { waiting = [] }
            return waiting
        }
    }

    private let state = Mutex(State())

    /// - Returns: `false` where no more connections are taken.
    func add(_ channel: any Channel) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.channels[ObjectIdentifier(channel)] = channel
            state.unfinished += 1
            return true
        }
    }

    func remove(_ channel: any Channel) {
        let woken = state.withLock { state in
            state.channels[ObjectIdentifier(channel)] = nil
            state.unfinished -= 1
            return state.unfinished == 0 ? state.takeWaiting() : []
        }
        for continuation in woken { continuation.resume() }
    }

    /// Takes no more connections, and tells which there are.
    func close() -> [any Channel] {
        state.withLock { state in
            state.isClosed = true
            return Array(state.channels.values)
        }
    }

    var channels: [any Channel] { state.withLock { Array($0.channels.values) } }
    var isEmpty: Bool { state.withLock { $0.unfinished == 0 } }

    /// Returns when no connection is left, or when the task no longer wants to wait.
    func waitUntilEmpty() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    guard state.unfinished > 0, !Task.isCancelled else { return true }
                    state.waiting.append(continuation)
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            let woken = state.withLock { $0.takeWaiting() }
            for continuation in woken { continuation.resume() }
        }
    }
}
