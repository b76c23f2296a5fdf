import SwiftParser
import SwiftSyntax

/// A test class of XCTest and its tests, as its source declares them.
///
/// XCTest finds tests by itself only where Objective-C is; SwiftPM reads the compiler's index instead.
/// Only plain classes can be recognised in the source; anything else is left to SwiftPM.
package struct XCTestClass: Equatable {
    /// A test of a class.
    package struct Method: Equatable {
        /// The name that it is declared with.
        package let name: String
        /// Whether it is declared async.
        package let isAsync: Bool
    }

    /// The name that it is declared with.
    package let name: String
    /// The test methods, in the order of the source.
    package let methods: [Method]

    /// Returns the test classes of a module; nil where a test is declared in a way that would take a guess.
    package static func all(in sources: [String]) -> [XCTestClass]? {
        var classes: [XCTestClass] = []
        for source in sources {
            let file = Parser.parse(source: source)
            let visitor = Declarations(viewMode: .sourceAccurate)
            visitor.walk(file)
            // Without a test it does not matter how the file is built up.
            if visitor.tests == 0, visitor.hasConditions || file.hasError { continue }
            guard !visitor.hasConditions, !file.hasError else { return nil }
            let found = file.statements.compactMap { $0.item.as(ClassDeclSyntax.self) }.compactMap(XCTestClass.init)
            // A test that is in no plain class, or is not plain itself.
            guard found.map(\.methods.count).reduce(0, +) == visitor.tests else { return nil }
            classes += found
        }
        return Set(classes.map(\.name)).count == classes.count ? classes : nil
    }

    /// Counts the methods that look like tests, wherever they are declared.
    private final class Declarations: SyntaxVisitor {
        var tests = 0
        var hasConditions = false

        override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
            if node.name.text.drop(while: { $0 == "`" }).hasPrefix("test") { tests += 1 }
            return .visitChildren
        }

        override func visit(_ node: IfConfigDeclSyntax) -> SyntaxVisitorContinueKind {
            hasConditions = true
            return .visitChildren
        }
    }

    /// Reads a class that inherits from XCTestCase and from nothing else; nil for every other.
    private init?(_ declaration: ClassDeclSyntax) {
        guard let inherited = declaration.inheritanceClause?.inheritedTypes, inherited.count == 1,
            inherited.first?.type.trimmedDescription == "XCTestCase", declaration.genericParameterClause == nil,
            declaration.genericWhereClause == nil
        else { return nil }
        name = declaration.name.text
        methods = declaration.memberBlock.members.compactMap { $0.decl.as(FunctionDeclSyntax.self) }.compactMap(Method.init)
    }

    /// Returns a program that runs the tests of some modules, as SwiftPM would write it.
    package static func runner(_ modules: [(module: String, classes: [XCTestClass])]) -> String {
        var lines = ["import XCTest"] + modules.map { "@testable import \($0.module)" }
        var cases: [String] = []
        for (_, classes) in modules {
            for item in classes {
                let tests = item.methods.map { "(\"\($0.name)\", \($0.isAsync ? "asyncTest(\($0.name))" : $0.name))" }
                lines.append("fileprivate extension \(item.name) {")
                lines.append("    static nonisolated(unsafe) let __allTests__\(item.name) = [\(tests.joined(separator: ", "))]")
                lines.append("}")
                if !tests.isEmpty { cases.append("testCase(\(item.name).__allTests__\(item.name))") }
            }
        }
        lines.append("@main struct Runner {")
        lines.append("    static func main() { XCTMain([\(cases.joined(separator: ", "))]) as Never }")
        lines.append("}")
        return lines.joined(separator: "\n") + "\n"
    }
}

extension XCTestClass.Method {
    /// Words that let XCTest run a method in another way, or not at all.
    private static let odd: Set<String> = ["private", "fileprivate", "static", "class", "override"]

    /// Reads a test that takes nothing and returns nothing; nil for every other method.
    fileprivate init?(_ declaration: FunctionDeclSyntax) {
        let signature = declaration.signature
        let effects = signature.effectSpecifiers
        guard declaration.name.text.hasPrefix("test"), declaration.body != nil, signature.parameterClause.parameters.isEmpty,
            declaration.genericParameterClause == nil, declaration.genericWhereClause == nil,
            signature.returnClause.map({ $0.type.trimmedDescription == "Void" }) ?? true,
            effects?.throwsClause.map({ $0.throwsSpecifier.text == "throws" && $0.type == nil }) ?? true,
            effects?.asyncSpecifier.map({ $0.text == "async" }) ?? true,
            !declaration.modifiers.contains(where: { Self.odd.contains($0.name.text) })
        else { return nil }
        name = declaration.name.text
        isAsync = effects?.asyncSpecifier != nil
    }
}
