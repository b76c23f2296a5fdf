import SwiftParser
import SwiftSyntax

/// The code of a Swift source, for patterns that must not match in comments or in strings.
package enum SwiftCode {
    /// Returns the source without comments and with `""` in place of each string, what is interpolated in it included.
    package static func text(of source: String) -> String {
        let writer = Writer(viewMode: .sourceAccurate)
        writer.walk(Parser.parse(source: source))
        return writer.code
    }

    private final class Writer: SyntaxVisitor {
        var code = ""

        override func visit(_ token: TokenSyntax) -> SyntaxVisitorContinueKind {
            add(token.leadingTrivia)
            code += token.text
            add(token.trailingTrivia)
            return .skipChildren
        }

        override func visit(_ node: StringLiteralExprSyntax) -> SyntaxVisitorContinueKind { string(Syntax(node)) }

        override func visit(_ node: SimpleStringLiteralExprSyntax) -> SyntaxVisitorContinueKind { string(Syntax(node)) }

        private func string(_ node: Syntax) -> SyntaxVisitorContinueKind {
            add(node.leadingTrivia)
            code += "\"\""
            add(node.trailingTrivia)
            return .skipChildren
        }

        private func add(_ trivia: Trivia) {
            for piece in trivia {
                switch piece {
                case .lineComment, .docLineComment: break
                // Words on its two sides stay two words.
                case .blockComment, .docBlockComment: code += " "
                default: piece.write(to: &code)
                }
            }
        }
    }
}
