import SwiftParser
import SwiftSyntax

/// The targets that the text of a Package.swift declares, where all of them are written out.
struct SwiftTargets {
    /// One target.
    struct Target {
        let name: String
        let isTest: Bool
        let path: String?
        /// The names of what it depends on: targets, and products by the package that has them.
        var targets: [String] = []
        var packages: [String] = []
    }

    let targets: [Target]
    /// The folders of packages that it depends on by path.
    let packages: [String]

    /// Reads a manifest; nil where targets are made or changed by code that would have to be run.
    init?(_ text: String) {
        let file = Parser.parse(source: text)
        guard !file.hasError, text.utf8.count <= 1 << 20 else { return nil }
        let look = Look(viewMode: .sourceAccurate)
        look.walk(file)
        guard let package = look.package, look.packages == 1, !look.isChanged else { return nil }
        var (targets, packages) = ([Target](), [String]())
        for argument in package.arguments {
            switch argument.label?.text {
            case "targets":
                guard let calls = Self.calls(argument.expression) else { return nil }
                for call in calls {
                    guard let target = Target(call) else { return nil }
                    targets.append(target)
                }
            case "dependencies":
                guard let calls = Self.calls(argument.expression) else { return nil }
                for call in calls where call.named("path") != nil {
                    guard let path = call.text("path") else { return nil }
                    packages.append(path)
                }
            default: break
            }
        }
        (self.targets, self.packages) = (targets, packages)
    }

    /// The calls that are the elements of a list; nil where one is something else.
    private static func calls(_ list: ExprSyntax) -> [FunctionCallExprSyntax]? {
        guard let items = list.as(ArrayExprSyntax.self)?.elements else { return nil }
        let calls = items.compactMap { $0.expression.as(FunctionCallExprSyntax.self) }
        return calls.count == items.count ? calls : nil
    }

    /// Finds the package, and code that may change it afterwards.
    private final class Look: SyntaxVisitor {
        var package: FunctionCallExprSyntax?
        var packages = 0
        var isChanged = false
        private static let lists: Set<String> = ["targets", "dependencies", "path"]

        override func visit(_ node: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
            if node.calledExpression.as(DeclReferenceExprSyntax.self)?.baseName.text == "Package" {
                packages += 1
                package = node
                return .visitChildren
            }
            // package.targets.append(…)
            if let member = node.calledExpression.as(MemberAccessExprSyntax.self), ["append", "insert", "removeAll"].contains(member.declName.baseName.text),
                let list = member.base?.as(MemberAccessExprSyntax.self), Self.lists.contains(list.declName.baseName.text)
            {
                isChanged = true
            }
            return .visitChildren
        }

        override func visit(_ node: SequenceExprSyntax) -> SyntaxVisitorContinueKind {
            // package.targets += …
            let items = Array(node.elements)
            if items.count > 2, let list = items[0].as(MemberAccessExprSyntax.self), Self.lists.contains(list.declName.baseName.text),
                items[1].is(AssignmentExprSyntax.self) || items[1].trimmedDescription == "+="
            {
                isChanged = true
            }
            return .visitChildren
        }

        override func visit(_ node: IfConfigDeclSyntax) -> SyntaxVisitorContinueKind {
            isChanged = true
            return .skipChildren
        }
    }
}

extension SwiftTargets.Target {
    private static let kinds: Set<String> = ["target", "executableTarget", "testTarget", "macro", "plugin", "systemLibrary", "binaryTarget"]

    /// Reads `.target(name: "A", dependencies: […])`; nil where anything that counts is no literal.
    fileprivate init?(_ call: FunctionCallExprSyntax) {
        guard let kind = call.called, Self.kinds.contains(kind), let name = call.text("name") else { return nil }
        (self.name, isTest) = (name, kind == "testTarget")
        path = call.text("path")
        if call.named("path") != nil, path == nil { return nil }
        for list in ["dependencies", "plugins"] {
            guard let items = call.named(list) else { continue }
            guard let elements = items.as(ArrayExprSyntax.self)?.elements else { return nil }
            for element in elements {
                if let text = element.expression.plainText {
                    targets.append(text)
                } else if let part = element.expression.as(FunctionCallExprSyntax.self), let kind = part.called, let name = part.text("name") {
                    if ["product", "plugin"].contains(kind), let package = part.text("package") { packages.append(package) } else { targets.append(name) }
                } else {
                    return nil
                }
            }
        }
    }
}

extension FunctionCallExprSyntax {
    /// The name behind the dot of `.target(…)`.
    fileprivate var called: String? { calledExpression.as(MemberAccessExprSyntax.self)?.declName.baseName.text }

    /// The argument of a label.
    fileprivate func named(_ label: String) -> ExprSyntax? { arguments.first { $0.label?.text == label }?.expression }

    /// The argument of a label that is a plain text.
    fileprivate func text(_ label: String) -> String? { named(label)?.plainText }
}

extension ExprSyntax {
    /// The text of a literal without anything to be filled in.
    fileprivate var plainText: String? { self.as(StringLiteralExprSyntax.self)?.representedLiteralValue }
}
