import AssayCore
import AssayOutline
import AssaySupport

/// Tells which symbols a visible check depends on, by the test's code or by the check's name.
struct SymbolChecks {
    let units: [SymbolUnit]
    private let brief: TaskBrief
    /// The code of each test by its name, with that of the helpers it uses.
    private let tests: [String: String]
    private let words: [String: Set<String>]

    init(_ units: [SymbolUnit], _ brief: TaskBrief) {
        self.units = units
        self.brief = brief
        var tests: [String: String] = [:]
        for (_, text) in brief.visibleTests.texts {
            guard let outline = SymbolOutline(text, brief.language) else { continue }
            let functions = outline.symbols.filter { $0.isFunction || $0.kind == .variable }
            for symbol in functions where symbol.isFunction {
                var code = outline.text(symbol.range)
                let names = SourceWords.names(in: code, brief.language)
                for helper in functions where helper != symbol && names.contains(helper.name) && !Self.isTest(helper) {
                    code += "\n" + outline.text(helper.range)
                }
                tests[symbol.name, default: ""] += (tests[symbol.name] == nil ? "" : "\n\n") + code
            }
        }
        self.tests = tests
        words = tests.mapValues { SourceWords.names(in: $0, brief.language) }
    }

    private static func isTest(_ symbol: OutlineSymbol) -> Bool { symbol.name.lowercased().hasPrefix("test") }

    /// The places of the symbols that a check depends on; empty where that cannot be told.
    func symbols(of check: String) -> Set<Int> {
        if let test = testName(check), let words = words[test] { return used(by: words) }
        if let item = caseCall(check) { return used(by: [item]) }
        return used(by: Set(check.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)))
    }

    private func used(by names: Set<String>) -> Set<Int> { Set(units.indices.filter { units[$0].isUsed(by: names) }) }

    /// The name of the test function in a check's name, such as `tests/test_a.py::test_b[1]` or `Suite/b()`.
    private func testName(_ check: String) -> String? {
        let plain = check.prefix { $0 != "[" && $0 != "(" }
        return plain.split { "/:. ".contains($0) }.last.map(String.init)
    }

    /// The function that a visible case calls, by the number in the check's name.
    private func caseCall(_ check: String) -> String? {
        guard !brief.cases.isEmpty, let number = check.split(whereSeparator: { !$0.isNumber }).last.flatMap({ Int($0) }),
            brief.cases.indices.contains(number - 1)
        else { return nil }
        return brief.cases[number - 1].call ?? units.first?.shortName
    }

    /// The ids of checks that a symbol can be held against now: they depend on it, and on nothing that is not written yet.
    func due(_ place: Int, _ report: ReviewReport, written: Set<Int>) -> [CheckResult] {
        report.checks.filter { check in
            guard check.kind == .test || check.kind == .oracle, !check.hidden else { return false }
            let symbols = symbols(of: check.id)
            return symbols.contains(place) && symbols.isSubset(of: written.union([place]))
        }
    }

    /// The code that shows what a symbol must pass: the tests, and the examples that its own documentation does not give.
    func shown(_ place: Int, written: Set<Int>, beside documentation: String, limit: Int = 1600) -> String {
        let all = written.union([place])
        let fitting = tests.keys.sorted().filter { name in
            let used = used(by: words[name] ?? [])
            return used.contains(place) && used.isSubset(of: all)
        }
        var parts = fitting.compactMap { tests[$0].map { Indentation.removed(from: $0, brief.language) } }
        let unit = units[place]
        for example in brief.examples.prefix(40) where !documentation.contains(example.call) {
            guard units.indices.filter({ units[$0].isUsed(by: SourceWords.names(in: example.call, brief.language)) }) == [place] else { continue }
            parts.append("\(example.call) == \(example.expected)")
        }
        for item in brief.cases where (item.call ?? unit.shortName) == unit.shortName {
            let arguments = item.arguments.map(\.description).joined(separator: ", ")
            parts.append("\(unit.shortName)(\(arguments)) == \(item.returns?.description ?? "(an error)")")
        }
        var shown = ""
        for part in parts where shown.utf8.count + part.utf8.count <= limit || shown.isEmpty {
            // Examples take one line each, tests have an empty line between them.
            shown += (shown.isEmpty ? "" : part.isOneLine ? "\n" : "\n\n") + part
        }
        return shown
    }
}
