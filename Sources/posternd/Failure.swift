/// Why the program cannot go on, as one line for whoever started it.
///
/// Says what was wrong and what would be right; never a secret.
struct Failure: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
