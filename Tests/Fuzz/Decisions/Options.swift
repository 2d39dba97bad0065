/// What the command line asks for.
struct Options {
    /// Goes on until it has judged as many, and for at least `seconds`.
    var requests = 1_000_000
    var seconds = 0
    /// Of the first thousand requests; each further thousand has the next one.
    var seed = UInt64.random(in: 0...UInt64.max)
    var tasks = 2

    init(_ arguments: ArraySlice<String>) throws(UsageError) {
        var rest = arguments
        while let name = rest.popFirst() {
            guard let text = rest.popFirst() else { throw UsageError() }
            let number = text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
            guard let number else { throw UsageError() }
            switch name {
            case "--requests": requests = Int(clamping: number)
            case "--seconds": seconds = Int(clamping: number)
            case "--seed": seed = number
            case "--tasks": tasks = max(1, Int(clamping: number))
            default: throw UsageError()
            }
        }
    }
}

struct UsageError: Error, CustomStringConvertible {
    var description: String { "usage: decisions [--requests N] [--seconds N] [--seed N] [--tasks N]" }
}
