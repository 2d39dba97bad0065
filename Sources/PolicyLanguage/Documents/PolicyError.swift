/// Why a document is not a policy, and where.
///
/// A refused document is refused whole: an element that were skipped could have been a Deny.
package struct PolicyError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Hashable, Sendable, CaseIterable {
        /// More bytes than `PolicyDocument.bytesMax`.
        case tooLarge
        /// Objects and lists nested deeper than `Limits.policyDepthMax`.
        case tooDeep
        /// Not JSON.
        case syntax
        /// A byte order mark, a NUL, a lone surrogate.
        case invalidText
        case duplicateKey
        case unknownElement
        case missingElement
        case wrongType
        /// An element together with its `Not…` form.
        case conflictingElements
        /// An element that this kind of policy must not have.
        case prohibitedElement
        case emptyList
        case invalidVersion
        case invalidEffect
        case invalidSid
        case invalidAction
        case invalidResource
        case invalidPrincipal
        case invalidVariable
        case unknownOperator
        case invalidConditionKey
        case invalidConditionValue
    }

    package let code: Code
    /// What was wrong and what would be right, without the place.
    package let message: String
    /// From 1.
    package let line: Int
    /// In UTF-8 bytes, from 1.
    package let column: Int

    package init(_ code: Code, _ message: String, at position: TextPosition) {
        self.code = code
        self.message = message
        self.line = position.line
        self.column = position.column
    }

    package var description: String { "line \(line), column \(column): \(message)" }

    /// User text for a message: cut to 64 characters, without line breaks and controls.
    package static func quoted(_ text: String) -> String { quoted(text, charactersMax: 64) }

    /// User text for a message, without line breaks and controls.
    package static func quoted(_ text: String, charactersMax: Int) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(charactersMax) {
            shown.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F || scalar == "`" ? "?" : scalar)
        }
        return text.utf8.count > shown.utf8.count ? "`\(shown)…`" : "`\(shown)`"
    }
}
