internal import Differential
internal import Foundation

// Holds the engine against the reference on made-up policies and requests until it has judged as many requests as asked
// for, or the two differ.
guard let options = Options(CommandLine.arguments.dropFirst()) else {
    print("usage: decisions [--requests N] [--seconds N] [--seed N] [--tasks N]")
    exit(2)
}
let race = Race(options)
await withTaskGroup { group in
    for _ in 0..<options.tasks { group.addTask { race.run() } }
}
print(race.report)
exit(race.hasDifference ? 1 : 0)
