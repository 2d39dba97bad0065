/// A policy ready to be judged, immutable and shared by everybody that it is attached to.
///
/// Compiled when a policy changes, never when it is used.
package final class CompiledPolicy: Sendable {
    let statements: [CompiledStatement]
    let allows: ActionIndex
    let denies: ActionIndex

    /// Compiles a document.
    ///
    /// - Parameters:
    ///   - document: The policy.
    ///   - bindings: Who the users and roles of its principal elements are; `nil` to go by their ARNs.
    package init(compiling document: PolicyDocument, bindings: PrincipalBindings? = nil) {
        let compiler = PolicyCompiler(kind: document.kind, bindings: bindings)
        self.statements = document.statements.map(compiler.compile)
        self.allows = ActionIndex(statements, isDeny: false)
        self.denies = ActionIndex(statements, isDeny: true)
    }

    package var statementCount: Int { statements.count }

    /// - Returns: `nil` where the statement has none, or there is no such statement.
    package func sid(of statement: Int) -> String? {
        statements.indices.contains(statement) ? statements[statement].sid : nil
    }

    /// Where the statement began in the text that was compiled.
    package func position(of statement: Int) -> TextPosition? {
        statements.indices.contains(statement) ? statements[statement].position : nil
    }
}
