import PolicyLanguage

/// A value of the configuration file that is of its key's kind.
enum ConfigurationValue: Equatable, Sendable {
    case text(String)
    case flag(Bool)
    case number(Int)
    case texts([String])
    case numbers([String: Int])

    /// - Throws: What is wrong with it, for the place in the file or the variable's name to stand before.
    init(_ node: JSONNode, of key: ConfigurationKey) throws(Failure) {
        let wrong = Failure("`\(key.rawValue)` must be \(key.kind.name), and is \(node.kind)")
        switch (key.kind, node.value) {
        case (.text, .string(let text)):
            guard !text.isEmpty else { throw Failure("`\(key.rawValue)` is empty") }
            self = .text(text)
        case (.flag, .boolean(let flag)): self = .flag(flag)
        case (.number(let range), .number(let digits)):
            guard let number = Int(digits), range.contains(number) else {
                throw Failure("`\(key.rawValue)` must be \(key.kind.name), and is \(digits)")
            }
            self = .number(number)
        case (.texts, .array(let nodes)):
            var texts: [String] = []
            for node in nodes {
                guard case .string(let text) = node.value else { throw wrong }
                texts.append(text)
            }
            self = .texts(texts)
        case (.numbers, .object(let members)):
            var numbers: [String: Int] = [:]
            for member in members {
                guard case .number(let digits) = member.node.value, let number = Int(digits) else { throw wrong }
                numbers[member.name.text] = number
            }
            self = .numbers(numbers)
        default: throw wrong
        }
    }
}
