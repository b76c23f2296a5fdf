import SwiftParser
import SwiftSyntax

/// Reads the declarations of a Swift file by its syntax tree.
enum SwiftSymbols {
    static func read(_ text: String) -> (symbols: [OutlineSymbol], imports: [Range<Int>], head: Int) {
        let visitor = Visitor(viewMode: .sourceAccurate)
        visitor.walk(Parser.parse(source: text))
        return (visitor.symbols, visitor.imports, 0)
    }

    /// The code of a source without its comments.
    static func code(_ source: [UInt8]) -> String {
        Parser.parse(source: String(decoding: source, as: UTF8.self)).tokens(viewMode: .sourceAccurate).map(\.text).joined(separator: " ")
    }

    private final class Visitor: SyntaxAnyVisitor {
        var symbols: [OutlineSymbol] = []
        var imports: [Range<Int>] = []
        private var open: [Int] = []

        override func visit(_ node: ImportDeclSyntax) -> SyntaxVisitorContinueKind {
            if open.isEmpty { imports.append(node.positionAfterSkippingLeadingTrivia.utf8Offset..<node.endPositionBeforeTrailingTrivia.utf8Offset) }
            return .skipChildren
        }

        override func visitAny(_ node: Syntax) -> SyntaxVisitorContinueKind {
            if let group = node.asProtocol((any DeclGroupSyntax).self) {
                add(node, Self.name(of: group), group.is(ExtensionDeclSyntax.self) ? .extension : .type, body: Syntax(group.memberBlock))
                open.append(symbols.count - 1)
                return .visitChildren
            }
            if let function = node.as(FunctionDeclSyntax.self) {
                add(node, function.name.text, open.isEmpty ? .function : .method, body: function.body.map(Syntax.init))
            } else if let initializer = node.as(InitializerDeclSyntax.self) {
                add(node, "init", .method, body: initializer.body.map(Syntax.init))
            } else if let member = node.as(SubscriptDeclSyntax.self) {
                add(node, "subscript", .method, body: member.accessorBlock.map(Syntax.init))
            } else if let alias = node.as(TypeAliasDeclSyntax.self) {
                add(node, alias.name.text, .type, body: nil)
            } else if let variable = node.as(VariableDeclSyntax.self) {
                addVariable(variable, node)
            } else {
                // Declarations inside bodies of functions and closures are no part of the outline.
                return node.is(CodeBlockSyntax.self) || node.is(ClosureExprSyntax.self) || node.is(AccessorBlockSyntax.self) ? .skipChildren : .visitChildren
            }
            return .skipChildren
        }

        override func visitAnyPost(_ node: Syntax) {
            if node.asProtocol((any DeclGroupSyntax).self) != nil { open.removeLast() }
        }

        private static func name(of group: any DeclGroupSyntax) -> String {
            if let part = group.as(ExtensionDeclSyntax.self) { return part.extendedType.trimmedDescription }
            return (group as? any NamedDeclSyntax)?.name.text ?? ""
        }

        /// A computed property is a method; a stored one at the top of the file is a variable.
        private func addVariable(_ variable: VariableDeclSyntax, _ node: Syntax) {
            guard let binding = variable.bindings.first, let name = binding.pattern.as(IdentifierPatternSyntax.self)?.identifier.text else { return }
            if let accessors = binding.accessorBlock, binding.initializer == nil {
                add(node, name, open.isEmpty ? .function : .method, body: Syntax(accessors))
            } else if open.isEmpty {
                add(node, name, .variable, body: nil)
            }
        }

        private func add(_ node: Syntax, _ name: String, _ kind: OutlineSymbol.Kind, body: Syntax?) {
            let start = node.positionAfterSkippingLeadingTrivia.utf8Offset
            let end = node.endPositionBeforeTrailingTrivia.utf8Offset
            let parent = open.last
            let plain = name.filter { $0 != "`" }
            let declaration = Self.declaration(of: node)
            let bodyRange = body.map { $0.positionAfterSkippingLeadingTrivia.utf8Offset..<end }
            let head = Array(node.description.utf8)[(declaration - node.position.utf8Offset)..<((bodyRange?.lowerBound ?? end) - node.position.utf8Offset)]
            symbols.append(
                OutlineSymbol(
                    name: plain, qualifiedName: parent.map { symbols[$0].qualifiedName + "." + plain } ?? plain, kind: kind,
                    range: Self.beginning(of: node, at: start)..<end, declaration: declaration, body: bodyRange,
                    signature: String(decoding: head, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " "), parent: parent))
        }

        /// Behind the attributes.
        private static func declaration(of node: Syntax) -> Int {
            let attributes = (node.asProtocol((any WithAttributesSyntax).self))?.attributes
            guard let attributes, !attributes.isEmpty, let next = attributes.nextToken(viewMode: .sourceAccurate) else {
                return node.positionAfterSkippingLeadingTrivia.utf8Offset
            }
            return next.positionAfterSkippingLeadingTrivia.utf8Offset
        }

        /// Where the declaration begins with the comments directly above it and the blanks before it in its line.
        private static func beginning(of node: Syntax, at start: Int) -> Int {
            var offset = start
            var best = start
            for piece in node.leadingTrivia.reversed() {
                switch piece {
                case .spaces, .tabs, .lineComment, .docLineComment, .blockComment, .docBlockComment: break
                case .newlines(let count), .carriageReturnLineFeeds(let count), .carriageReturns(let count):
                    // The line behind this line ending belongs to the declaration; an empty line ends the search.
                    best = offset
                    if count > 1 { return best }
                default: return best
                }
                offset -= piece.sourceLength.utf8Length
            }
            // The first line of a file has no line ending before it.
            return offset == 0 ? 0 : best
        }
    }
}
