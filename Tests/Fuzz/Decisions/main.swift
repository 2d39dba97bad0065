internal import Differential

// Holds the engine against the reference on made-up policies and requests, on all cores, until it has judged as many
// requests as asked for, or the two differ: `decisions [--requests N] [--seconds N] [--seed N]`.
let options = try Options(CommandLine.arguments.dropFirst())
let race = Race(options)
await withTaskGroup { group in
    for _ in 0..<options.tasks { group.addTask { race.run() } }
}
print(race.report)
if race.hasDifference { throw Difference() }

struct Difference: Error, CustomStringConvertible {
    var description: String { "the engine and the reference differ" }
}
