/// A JSON value with the place where it begins.
package struct JSONNode: Sendable {
    package struct Member: Sendable {
        package let name: LocatedText
        package let node: JSONNode

        package init(name: LocatedText, node: JSONNode) {
            self.name = name
            self.node = node
        }
    }

    package enum Value: Sendable {
        case object([Member])
        case array([JSONNode])
        case string(String)
        /// As spelled, so that no digit is lost.
        case number(String)
        case boolean(Bool)
        case null
    }

    package let value: Value
    package let position: TextPosition

    package init(value: Value, position: TextPosition) {
        self.value = value
        self.position = position
    }

    /// The value's kind for a message: `a list`.
    package var kind: String {
        switch value {
        case .object: "an object"
        case .array: "a list"
        case .string: "a string"
        case .number: "a number"
        case .boolean: "a boolean"
        case .null: "null"
        }
    }
}
