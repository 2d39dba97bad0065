import Model
import Testing

/// The refusal that a call ends with.
func refusal<Value>(
    sourceLocation: SourceLocation = #_sourceLocation,
    _ call: () async throws -> Value
) async -> Refusal? {
    await #expect(throws: Refusal.self, sourceLocation: sourceLocation) { _ = try await call() }
}
