/// A policy document as it was given, byte for byte.
///
/// A class, because its identity is what the Authorizer's compiled form is kept by: a record that changes in
/// other ways keeps its texts, and so their compiled forms.
package final class PolicyText: Sendable, Hashable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    package static func == (left: PolicyText, right: PolicyText) -> Bool {
        left === right || left.text == right.text
    }
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
