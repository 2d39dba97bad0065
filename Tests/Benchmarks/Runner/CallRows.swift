import CBaseline
import Client
import Foundation
import Model
import Wire

/// The rows about `Authorize` and `BatchAuthorize` on a running daemon.
struct CallRows {
    let daemon: Daemon
    let requests: Requests
    let rounds: Int

    func measure() async throws -> [Row] {
        try await [authorizeP50(), authorizeRate(), batchP50(), floodP99()]
    }

    private func authorizeP50() async throws -> Row {
        let request = requests.authorize
        let samples = try await withEcho(of: request) { echo in
            try (0..<rounds).map { _ in
                let baseline = try Self.roundTrips(echo, request, count: 20_000).quantile(0.5) / 1_000
                let ours = try Self.roundTrips(daemon.socket, request, count: 20_000).quantile(0.5) / 1_000
                return Sample(value: ours, baseline: baseline, ratio: ours / baseline)
            }
        }
        return Row(
            "authorize.p50",
            "µs",
            samples: samples,
            target: 1.3,
            comparedWith: "a C epoll echo of \(request.count) bytes on a Unix socket"
        )
    }

    private func authorizeRate() async throws -> Row {
        let request = requests.authorize
        let samples = try await withEcho(of: request) { echo in
            try (0..<rounds).map { _ in
                let baseline = try Self.rate(echo, request)
                let ours = try Self.rate(daemon.socket, request)
                return Sample(value: ours, baseline: baseline, ratio: baseline / ours)
            }
        }
        return Row(
            "authorize.rate",
            "/s",
            samples: samples,
            target: 2.5,
            comparedWith: "the same echo; 16 connections with 16 calls each"
        )
    }

    private func batchP50() async throws -> Row {
        let request = requests.batch(1_000)
        let path = "\(daemon.folder)/batch.sock"
        let reply = try await Self.reply(to: request, from: daemon.socket)
        let server = unsafe baseline_batch_start(path, reply, reply.count)
        defer { unsafe baseline_stop(server) }
        let samples = try (0..<rounds).map { _ in
            let baseline = try Self.roundTrips(path, request, count: 300).quantile(0.5) / 1_000
            let ours = try Self.roundTrips(daemon.socket, request, count: 300).quantile(0.5) / 1_000
            return Sample(value: ours, baseline: baseline, ratio: ours / baseline)
        }
        return Row(
            "batch1000.p50",
            "µs",
            samples: samples,
            target: 10,
            comparedWith: "a C server that decodes the frame with protobuf-c and answers a constant"
        )
    }

    private func floodP99() async throws -> Row {
        let request = requests.authorize
        let samples = try (0..<rounds).map { _ in
            let quiet = try Self.roundTrips(daemon.socket, request, count: 20_000).quantile(0.99) / 1_000
            let signIn = Requests.signIn
            let flood = unsafe baseline_flood_start(daemon.socket, signIn, signIn.count, 64)
            let flooded = try Self.roundTrips(daemon.socket, request, count: 20_000).quantile(0.99) / 1_000
            guard unsafe baseline_flood_stop(flood) > 0 else { throw Daemon.Failure(description: "nobody signed in") }
            return Sample(value: flooded, baseline: quiet, ratio: flooded / quiet)
        }
        return Row(
            "flood.authorize.p99",
            "µs",
            samples: samples,
            target: 2,
            comparedWith: "the same without 64 clients that sign in"
        )
    }

    // MARK: The C client

    /// Answers a request's bytes with as many as the daemon's answer has.
    private func withEcho(of request: [UInt8], _ body: (String) throws -> [Sample]) async throws -> [Sample] {
        let path = "\(daemon.folder)/echo.sock"
        let reply = try await Self.reply(to: request, from: daemon.socket)
        let server = unsafe baseline_echo_start(path, reply, reply.count)
        defer { unsafe baseline_stop(server) }
        return try body(path)
    }

    /// What the daemon answers, framed; checked to be an answer and no refusal.
    private static func reply(to request: [UInt8], from path: String) async throws -> [UInt8] {
        var reply = [UInt8](repeating: 0, count: Limits.frameBytesMax)
        let count = unsafe reply.withUnsafeMutableBufferPointer { buffer in
            unsafe baseline_ask(path, request, request.count, buffer.baseAddress, buffer.count)
        }
        guard count > 0 else { throw Daemon.Failure(description: "no answer") }
        reply.removeLast(reply.count - count)
        var decoder = FrameDecoder()
        decoder.feed(reply)
        guard case .reply(let answer)? = try decoder.next(), answer.refusal == nil else {
            throw Daemon.Failure(description: "the daemon refused what the benchmark asks")
        }
        return reply
    }

    private static func roundTrips(_ path: String, _ request: [UInt8], count: Int) throws -> [UInt64] {
        var nanoseconds = [UInt64](repeating: 0, count: count)
        let outcome = unsafe measure_round_trips(path, request, request.count, count, &nanoseconds)
        guard outcome == 0 else { throw Daemon.Failure(description: "a round trip failed: errno \(outcome)") }
        // The first tenth warms caches up.
        return Array(nanoseconds.dropFirst(count / 10))
    }

    private static func rate(_ path: String, _ request: [UInt8]) throws -> Double {
        let count = 200_000
        let took = unsafe measure_rate(path, request, request.count, 16, 16, count)
        guard took > 0 else { throw Daemon.Failure(description: "the load failed") }
        return Double(count) * 1e9 / Double(took)
    }
}
