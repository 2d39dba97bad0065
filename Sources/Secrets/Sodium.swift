internal import CSodium

/// libsodium's start, and the few things that need no key.
package enum Sodium {
    // Thread-safe and once per process; the outcome never changes afterwards.
    private static let started = sodium_init() >= 0

    /// Makes libsodium ready.
    ///
    /// Cheap after the first call; every key and secret calls it before it exists.
    package static func ready() throws(SecretsError) {
        guard started else { throw .libraryUnavailable }
    }

    /// Overwrites bytes that were a secret, in a way that the optimiser keeps.
    ///
    /// Only this array's own storage is wiped: a copy made earlier keeps its bytes.
    package static func wipe(_ bytes: inout [UInt8]) {
        unsafe bytes.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return }
            // SAFETY: `start` and `count` describe this array's own storage.
            unsafe sodium_memzero(start, buffer.count)
        }
        bytes.removeAll()
    }

    /// Fresh random bytes from the system's generator.
    static func random(count: Int) -> [UInt8] {
        guard count > 0 else { return [] }
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            if let start = buffer.baseAddress {
                // SAFETY: `start` has room for `count` bytes, and randombytes_buf writes every one of them.
                unsafe randombytes_buf(start, count)
                initialized = count
            }
        }
    }
}

/// Compares without telling by its time where two values of one length differ; other lengths are never equal.
package func constantTimeEquals(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return unsafe left.withUnsafeBytes { leftBytes in
        unsafe right.withUnsafeBytes { rightBytes in
            // SAFETY: both buffers hold `left.count` bytes for as long as these closures run; an empty array may
            // give a nil address, which sodium_memcmp does not follow when the length is 0.
            unsafe sodium_memcmp(leftBytes.baseAddress, rightBytes.baseAddress, left.count) == 0
        }
    }
}
