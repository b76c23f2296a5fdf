import AssayTestSupport
import SwiftParser
import SwiftSyntax

/// The modules that `Package.swift` declares, with their dependency lists, in the order in which they stand there.
struct Manifest: Sendable {
    enum Kind: Sendable { case library, executable, tests, system }

    struct Module: Sendable, CustomStringConvertible {
        let name: String
        let kind: Kind
        /// Where its sources are, below the repository's root.
        let folder: String
        /// Names of modules: those of the package and those of the products of other packages.
        let dependencies: [String]
        /// Folders in it whose files are data.
        let resources: [String]

        var description: String { name }

        /// The Swift files that are compiled into it.
        var files: [SwiftFile] {
            let data = resources.map { "\(folder)/\($0)/" }
            return SwiftFile.below(folder).filter { file in !data.contains { file.path.hasPrefix($0) } }
        }
    }

    let modules: [Module]

    /// Reads the text of a manifest; what it does not understand is not there.
    init(_ text: String) {
        let reader = ManifestReader(viewMode: .sourceAccurate)
        reader.walk(Parser.parse(source: text))
        modules = reader.modules
    }

    /// The manifest of the repository; empty where it cannot be read.
    static let own = Manifest((try? Places.text("Package.swift")) ?? "")

    subscript(name: String) -> Module? { modules.first { $0.name == name } }

    /// The modules of the package on which one depends, by however many steps.
    func reach(_ name: String) -> Set<String> {
        var found: Set<String> = []
        var waiting = [name]
        while let next = waiting.popLast() {
            for dependency in self[next]?.dependencies ?? [] where self[dependency] != nil && found.insert(dependency).inserted {
                waiting.append(dependency)
            }
        }
        return found
    }

    /// The modules that depend on themselves, by however many steps.
    var cycles: [String] { modules.map(\.name).filter { reach($0).contains($0) } }
}

/// Collects the targets of a manifest, and the constants that name products.
private final class ManifestReader: SyntaxVisitor {
    private(set) var modules: [Manifest.Module] = []
    /// The module that a constant such as `let grdb = …product(name: "GRDB", …)` stands for.
    private var products: [String: String] = [:]

    private static let kinds: [String: Manifest.Kind] = [
        "module": .library, ".target": .library, ".executableTarget": .executable, "tests": .tests, ".testTarget": .tests,
        ".systemLibrary": .system,
    ]

    override func visit(_ node: VariableDeclSyntax) -> SyntaxVisitorContinueKind {
        for binding in node.bindings {
            guard let call = binding.initializer?.value.as(FunctionCallExprSyntax.self),
                call.calledExpression.trimmedDescription.hasSuffix(".product")
            else { continue }
            products[binding.pattern.trimmedDescription] = Self.word(call.arguments.first?.expression)
        }
        return .visitChildren
    }

    override func visit(_ node: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
        guard let kind = Self.kinds[node.calledExpression.trimmedDescription],
            let name = Self.word(node.arguments.first?.expression)
        else { return .visitChildren }
        let arguments = Array(node.arguments)
        func labelled(_ label: String) -> ExprSyntax? { arguments.first { $0.label?.text == label }?.expression }
        let unlabelled = arguments.dropFirst().first { $0.label == nil }?.expression
        let root = kind == .tests ? "Tests" : "Sources"
        modules.append(
            Manifest.Module(
                name: name, kind: kind, folder: Self.word(labelled("path")) ?? "\(root)/\(name)",
                dependencies: Self.elements(labelled("dependencies") ?? unlabelled).compactMap(dependency),
                resources: (Self.elements(labelled("resources")) + Self.elements(labelled("exclude"))).compactMap(Self.word)))
        return .skipChildren
    }

    private func dependency(_ expression: ExprSyntax) -> String? {
        if let constant = expression.as(DeclReferenceExprSyntax.self) { return products[constant.baseName.text] }
        return Self.word(expression)
    }

    private static func elements(_ expression: ExprSyntax?) -> [ExprSyntax] {
        expression?.as(ArrayExprSyntax.self)?.elements.map(\.expression) ?? []
    }

    /// A literal's text, or that of the first argument of a call such as `.embedInCode("Drivers")`.
    private static func word(_ expression: ExprSyntax?) -> String? {
        if let call = expression?.as(FunctionCallExprSyntax.self) { return word(call.arguments.first?.expression) }
        return expression?.as(StringLiteralExprSyntax.self)?.representedLiteralValue
    }
}
