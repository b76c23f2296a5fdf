package import AssayCore
import AssayOutline
import AssaySupport

/// Finds the code of a failing test, which says what was called, with what, and what should have come of it.
package struct TestCode: Sendable {
    private let tests: FileTree
    let language: Language
    /// The most bytes that are shown of one test, and the lines around a place that is in no named function.
    private static let (mostBytes, before, after) = (1600, 10, 4)

    /// Looks in the visible tests of a task; hidden ones are never shown.
    package init(_ brief: TaskBrief) { (tests, language) = (brief.visibleTests, brief.language) }

    /// The function that is the failing test, or else the lines around the place of the failure in a test file; nil where neither is known.
    func code(of finding: Finding) -> String? {
        let found = finding.test.flatMap { function(named: $0, in: finding.path) } ?? place(finding)
        return found.map { Indentation.removed(from: $0, language) }.flatMap { $0.utf8.count <= Self.mostBytes ? $0 : nil }
    }

    /// The test function of a check's name, such as `tests/test_a.py::TestX::test_b[1]`, `Suite/b()` or `shop.CartTest.total`.
    private func function(named name: String, in path: String?) -> String? {
        let plain = name.prefix { $0 != "[" && $0 != "(" }
        guard let last = plain.split(whereSeparator: { ":/. ".contains($0) }).last else { return nil }
        // A file that the name or the finding names comes before the others.
        let paths = tests.texts.keys.sorted()
        let likely = paths.filter { $0 == path || plain.hasPrefix($0) }
        for path in likely + paths.filter({ !likely.contains($0) }) {
            guard let text = tests[path], let outline = SymbolOutline(text.withUnixLineEnds, language) else { continue }
            let owners = plain.split(whereSeparator: { ":/. ".contains($0) }).map(String.init)
            let named = outline.symbols.filter { $0.isFunction && $0.name == last }
            // Of methods of the same name the one whose class is named.
            if let found = named.first(where: { $0.qualifiedName.split(separator: ".").dropLast().allSatisfy { owners.contains(String($0)) } }) ?? named.first {
                return outline.text(found.range)
            }
        }
        return nil
    }

    private func place(_ finding: Finding) -> String? {
        guard let path = finding.path, let line = finding.line, let text = tests[path] else { return nil }
        let lines = text.allLines
        guard lines.indices.contains(line - 1) else { return nil }
        return lines[max(0, line - 1 - Self.before)...min(lines.count - 1, line - 1 + Self.after)].joined(separator: "\n")
    }
}
