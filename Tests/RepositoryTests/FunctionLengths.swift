import SwiftParser
import SwiftSyntax

/// A function, initialiser, subscript or computed property, from its keyword to its closing brace.
struct FunctionSpan: Equatable, Sendable {
    let name: String
    /// The line of its keyword, from 1.
    let line: Int
    let lines: Int
    /// How many of its parameters a call does not label.
    var unlabelled = 0

    /// Every function that a source text declares, nested ones too, in order.
    static func all(in text: String) -> [FunctionSpan] {
        let tree = Parser.parse(source: text)
        let reader = FunctionReader(SourceLocationConverter(fileName: "", tree: tree))
        reader.walk(tree)
        return reader.found
    }
}

/// Collects the functions of one syntax tree; attributes and comments before a function are not part of it.
private final class FunctionReader: SyntaxVisitor {
    private(set) var found: [FunctionSpan] = []
    private let converter: SourceLocationConverter

    init(_ converter: SourceLocationConverter) {
        self.converter = converter
        super.init(viewMode: .sourceAccurate)
    }

    private func add(_ name: String, from keyword: some SyntaxProtocol, to whole: some SyntaxProtocol, _ parameters: FunctionParameterListSyntax? = nil)
        -> SyntaxVisitorContinueKind
    {
        let first = converter.location(for: keyword.positionAfterSkippingLeadingTrivia).line
        let last = converter.location(for: whole.endPositionBeforeTrailingTrivia).line
        let unlabelled = parameters?.count { $0.firstName.text == "_" } ?? 0
        found.append(FunctionSpan(name: name, line: first, lines: last - first + 1, unlabelled: unlabelled))
        return .visitChildren
    }

    override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
        add(node.name.text, from: node.funcKeyword, to: node, node.signature.parameterClause.parameters)
    }

    override func visit(_ node: InitializerDeclSyntax) -> SyntaxVisitorContinueKind {
        add("init", from: node.initKeyword, to: node, node.signature.parameterClause.parameters)
    }

    override func visit(_ node: SubscriptDeclSyntax) -> SyntaxVisitorContinueKind {
        add("subscript", from: node.subscriptKeyword, to: node)
    }

    override func visit(_ node: PatternBindingSyntax) -> SyntaxVisitorContinueKind {
        guard node.accessorBlock != nil else { return .visitChildren }
        return add(node.pattern.trimmedDescription, from: node.pattern, to: node)
    }
}
