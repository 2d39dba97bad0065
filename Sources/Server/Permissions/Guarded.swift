import Wire

/// A request with its row in the permission table; without one, the Dispatcher does not take it.
protocol Guarded: WireCall {
    var permission: Permission { get }
}
