import SwiftParser
import SwiftSyntax

/// Outlines a Swift file: its declarations without their bodies.
package enum SwiftOutline {
    /// The largest file that is parsed, in bytes; hardly any larger one is written by hand.
    private static let mostBytes = 1 << 20

    /// Returns the signatures of all declarations, indented by nesting, one a line; empty when there are none.
    package static func lines(_ text: String) -> String {
        guard text.utf8.count <= mostBytes else { return "" }
        let visitor = Visitor(viewMode: .sourceAccurate)
        visitor.walk(Parser.parse(source: text))
        return visitor.lines.isEmpty ? "" : visitor.lines.joined(separator: "\n") + "\n"
    }

    private final class Visitor: SyntaxAnyVisitor {
        var lines: [String] = []
        private var depth = 0

        override func visitAny(_ node: Syntax) -> SyntaxVisitorContinueKind {
            if let group = node.asProtocol((any DeclGroupSyntax).self) {
                add(node, upTo: Syntax(group.memberBlock))
                depth += 1
                return .visitChildren
            }
            guard Self.declarations.contains(node.kind) else { return .visitChildren }
            add(node, upTo: Self.body(of: node))
            return .skipChildren
        }

        override func visitAnyPost(_ node: Syntax) {
            if node.asProtocol((any DeclGroupSyntax).self) != nil { depth -= 1 }
        }

        private static let declarations: Set<SyntaxKind> = [
            .functionDecl, .initializerDecl, .subscriptDecl, .variableDecl, .enumCaseDecl, .typeAliasDecl,
        ]

        /// Returns the part that follows the signature; nil when the declaration has none.
        private static func body(of node: Syntax) -> Syntax? {
            if let function = node.as(FunctionDeclSyntax.self) { return function.body.map(Syntax.init) }
            if let initializer = node.as(InitializerDeclSyntax.self) { return initializer.body.map(Syntax.init) }
            if let member = node.as(SubscriptDeclSyntax.self) { return member.accessorBlock.map(Syntax.init) }
            let binding = node.as(VariableDeclSyntax.self)?.bindings.first
            return binding?.accessorBlock.map(Syntax.init) ?? binding?.initializer.map(Syntax.init)
        }

        private func add(_ node: Syntax, upTo body: Syntax?) {
            var head = node.trimmedDescription
            if let body {
                let length = body.positionAfterSkippingLeadingTrivia.utf8Offset - node.positionAfterSkippingLeadingTrivia.utf8Offset
                head = String(decoding: head.utf8.prefix(length), as: UTF8.self)
            }
            let line = head.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            lines.append(String((String(repeating: "    ", count: depth) + line).prefix(200)))
        }
    }
}
