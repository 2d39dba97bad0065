/// What the command line asks for.
struct Options {
    /// Goes on until it has judged as many, and for at least `seconds`.
    var requests = 1_000_000
    var seconds = 0
    /// Of the first thousand requests; each further thousand has the next one.
    var seed = UInt64.random(in: 0...UInt64.max)
    /// Run at the same time.
    var tasks = 2

    /// `nil` where an argument is not known, or no number.
    init?(_ arguments: ArraySlice<String>) {
        var rest = arguments
        while let name = rest.popFirst() {
            guard let text = rest.popFirst(),
                let number = text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
            else { return nil }
            switch name {
            case "--requests": requests = Int(clamping: number)
            case "--seconds": seconds = Int(clamping: number)
            case "--seed": seed = number
            case "--tasks": tasks = max(1, Int(clamping: number))
            default: return nil
            }
        }
    }
}
