package import Administration
package import Authentication
package import Authorization
package import Directory
package import Model
import Synchronization

/// Where the calls of all listeners end: it knows the rooms that carry them out, and what they have in common.
///
/// The work itself is done in a `LoopState`, of which every event loop has one.
package final class Dispatcher: Sendable {
    let directory: Directory
    let authenticator: Authenticator
    let authorizer: Authorizer
    let administrator: Administrator
    let clock: Clock
    private let resolver: Mutex<CallerResolver>
    /// Changes when `resolver` does, for loops that look at every call.
    private let resolverCount = Atomic<UInt64>(0)
    private let draining = Atomic<Bool>(false)

    /// RPCs by the path that names them.
    private static let rpcs = Dictionary(uniqueKeysWithValues: RPC.allCases.map { ($0.rawValue, $0) })
    /// The full names of the services, such as `postern.v1.Identity`.
    static let services = Set(RPC.allCases.compactMap { $0.rawValue.split(separator: "/").first.map(String.init) })

    package init(
        directory: Directory,
        authenticator: Authenticator,
        authorizer: Authorizer,
        administrator: Administrator,
        resolver: CallerResolver,
        clock: @escaping Clock
    ) {
        self.directory = directory
        self.authenticator = authenticator
        self.authorizer = authorizer
        self.administrator = administrator
        self.resolver = Mutex(resolver)
        self.clock = clock
    }

    /// Knows peers by another map from now on.
    package func reload(peers: PeerMap) {
        resolver.withLock {
            $0 = $0.with(peers: peers)
            // After the resolver: whoever sees the new number must not take the old one for it.
            resolverCount.add(1, ordering: .releasing)
        }
    }

    var currentResolver: CallerResolver { resolver.withLock { $0 } }
    /// To be read before `currentResolver`.
    var resolverGeneration: UInt64 { resolverCount.load(ordering: .acquiring) }

    /// From now on calls are refused, but for health, which says so.
    ///
    /// Calls that were taken go on.
    package func beginDraining() { draining.store(true, ordering: .releasing) }
    package var isDraining: Bool { draining.load(ordering: .acquiring) }

    /// The RPC that a path names, to the byte: `String`'s `==` would take KELVIN SIGN for the `K` of `AccessKeys`.
    static func rpc(at path: String) -> RPC? {
        guard let rpc = rpcs[path], rpc.rawValue.utf8.elementsEqual(path.utf8) else { return nil }
        return rpc
    }

    func health(of service: String) throws(Refusal) -> HealthCheckResponse {
        guard service.isEmpty || Self.services.contains(where: { $0.utf8.elementsEqual(service.utf8) }) else {
            throw .noSuchEntity("there is no service \(service.shown)")
        }
        return HealthCheckResponse(status: isDraining ? .notServing : .serving)
    }
}
