/// A test class of XCTest and its tests, as its source declares them.
///
/// XCTest finds tests by itself only where Objective-C is; SwiftPM reads the compiler's index instead.
/// Plain classes can be told from the source, and whatever is not plain is left to SwiftPM.
package struct XCTestClass: Equatable {
    package struct Method: Equatable {
        package var name: String
        package var isAsync: Bool
    }

    package var name: String
    package var methods: [Method]

    /// The test classes of a module; nil where a test is declared in a way that would take a guess.
    package static func all(in sources: [String]) -> [XCTestClass]? {
        var classes: [XCTestClass] = []
        for source in sources {
            let code = SwiftSkeleton.of(source)
            let declared = code.matches(of: /\bfunc\s+`?test\w*`?\s*[(<]/).count
            guard !code.contains("#if"), let found = inOne(code) else {
                if declared > 0 { return nil }
                continue
            }
            guard found.map(\.methods.count).reduce(0, +) == declared else { return nil }
            classes += found
        }
        return Set(classes.map(\.name)).count == classes.count ? classes : nil
    }

    private static func inOne(_ code: String) -> [XCTestClass]? {
        var classes: [XCTestClass] = []
        var depth = 0
        // The class whose body the text is in, and the depth of that body.
        var open: (index: Int, depth: Int)?
        var head = ""
        for character in code {
            switch character {
            case "{":
                depth += 1
                if depth == 1, let match = head.firstMatch(of: /\bclass\s+(\w+)\s*:\s*XCTestCase\s*$/) {
                    classes.append(XCTestClass(name: String(match.1), methods: []))
                    open = (classes.count - 1, depth)
                } else if let here = open, depth == here.depth + 1 {
                    switch declaration(head) {
                    case .test(let method): classes[here.index].methods.append(method)
                    case .other: break
                    case .odd: return nil
                    }
                }
                head = ""
            case "}":
                if let here = open, depth == here.depth { open = nil }
                depth -= 1
                head = ""
            default: head.append(character)
            }
        }
        return depth == 0 ? classes : nil
    }

    /// What the words before a body declare.
    private enum Declaration {
        case test(Method)
        /// A test that XCTest may run in another way, or not at all.
        case odd
        case other
    }

    private static func declaration(_ head: String) -> Declaration {
        guard let start = head.matches(of: /\bfunc\s+`?test\w*/).last else { return .other }
        let line = head[start.range.lowerBound...]
        let before = head[..<start.range.lowerBound].split(whereSeparator: \.isNewline).last ?? ""
        if before.contains(/\b(private|fileprivate|static|class|override)\b/) { return .odd }
        guard let match = line.wholeMatch(of: /func\s+(test\w*)\s*\(\s*\)\s*(async\b)?\s*(throws\b)?\s*(?:->\s*Void\s*)?/)
        else { return .odd }
        return .test(Method(name: String(match.1), isAsync: match.2 != nil))
    }

    /// A program that runs them, as SwiftPM would write it.
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
