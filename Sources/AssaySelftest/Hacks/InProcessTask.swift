package import AssayCore
import AssaySupport

extension HackTask {
    /// Languages in which the task can also be judged by a suite that shares the candidate's process.
    package static let inProcessLanguages: Set<Language> = [.python, .javascript, .rust, .swift]

    /// The same task with its fixed cases as a test suite in the candidate's own process, as most projects have them.
    package func inProcessTask(_ language: Language) throws(HarnessError) -> CodingTask {
        var task = try task(language)
        guard case .calls(let functions) = task.form, let function = functions.first else { return task }
        let literals = Literals(language: language)
        let cases = (task.brief.cases + task.hidden.cases).compactMap { try? $0.fitted(to: functions).fitted }
        let lines = cases.map { item in
            let arguments = zip(item.arguments, function.parameters).map { literals.argument($0, $1) }.joined(separator: ", ")
            return Line(call: "\(function.name)(\(arguments))", expected: item.returns.map { literals.text($0, function.returns) } ?? "")
        }
        do {
            let suite = try suite(language, function.name, lines, isNear: function.returns == .float)
            let file = suite.file ?? task.brief.deliverables[0]
            task.brief.start = suite.start
            task.brief.deliverables = [file]
            task.brief.interface = [InterfaceSymbol(symbol: function.name, signature: function.name, file: file)]
            task.brief.cases = []
            let right = HackProgram.all.first { !$0.isHack && $0.language == language && $0.task == id }
            return CodingTask(
                brief: task.brief, form: .project, hidden: HiddenChecks(files: try FileTree([suite.testFile: suite.test])),
                reference: try right.map { try FileTree([file: $0.source]) })
        } catch {
            throw HarnessError(.suite, "fixtures/hacks/tasks.json: \(id): \(error)")
        }
    }

    /// A call and the value that it must return, as source text.
    private struct Line {
        var call: String
        var expected: String
    }

    /// A project with a test suite of its own.
    private struct SuiteFiles {
        var start = FileTree()
        /// The file for the answer, if it is not that of the task.
        var file: String?
        var testFile: String
        var test: String
    }

    /// Writes the suite of a language; values that are `isNear` are compared with a tolerance.
    private func suite(_ language: Language, _ name: String, _ lines: [Line], isNear: Bool) throws -> SuiteFiles {
        switch language {
        case .python: pythonSuite(name, lines, isNear)
        case .javascript: javascriptSuite(name, lines, isNear)
        case .rust: try rustSuite(name, lines, isNear)
        default: try swiftSuite(lines, isNear)
        }
    }

    private func pythonSuite(_ name: String, _ lines: [Line], _ isNear: Bool) -> SuiteFiles {
        var text = "from solution import \(name)\n"
        for (index, line) in lines.enumerated() {
            text += "\n\ndef test_case_\(index + 1)():\n"
            text += isNear ? "    assert abs(\(line.call) - \(line.expected)) <= 1e-6\n" : "    assert \(line.call) == \(line.expected)\n"
        }
        return SuiteFiles(testFile: "test_solution.py", test: text)
    }

    private func javascriptSuite(_ name: String, _ lines: [Line], _ isNear: Bool) -> SuiteFiles {
        var text = "const test = require('node:test');\nconst assert = require('node:assert');\nconst { \(name) } = require('./solution.js');\n"
        for (index, line) in lines.enumerated() {
            let check = isNear ? "assert.ok(Math.abs(\(line.call) - \(line.expected)) <= 1e-6)" : "assert.deepStrictEqual(\(line.call), \(line.expected))"
            text += "test('case \(index + 1)', () => { \(check); });\n"
        }
        return SuiteFiles(testFile: "solution.test.js", test: text)
    }

    private func rustSuite(_ name: String, _ lines: [Line], _ isNear: Bool) throws -> SuiteFiles {
        var text = "use solution::\(name);\n"
        for (index, line) in lines.enumerated() {
            let check = isNear ? "assert!((\(line.call) - \(line.expected)).abs() <= 1e-6)" : "assert_eq!(\(line.call), \(line.expected))"
            text += "#[test]\nfn case_\(index + 1)() { \(check); }\n"
        }
        let start = try FileTree(["Cargo.toml": "[package]\nname = \"solution\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"])
        return SuiteFiles(start: start, file: "src/lib.rs", testFile: "tests/solution.rs", test: text)
    }

    private func swiftSuite(_ lines: [Line], _ isNear: Bool) throws -> SuiteFiles {
        let start = try FileTree([
            "Package.swift": """
            // swift-tools-version: 6.0
            import PackageDescription
            let package = Package(name: "solution", targets: [
                .target(name: "Solution"), .testTarget(name: "SolutionTests", dependencies: ["Solution"]),
            ], swiftLanguageModes: [.v5])
            """
        ])
        var text = "import Testing\n@testable import Solution\n"
        for (index, line) in lines.enumerated() {
            let check = isNear ? "abs(\(line.call) - \(line.expected)) <= 1e-6" : "\(line.call) == \(line.expected)"
            text += "@Test func case\(index + 1)() throws { #expect(try \(check)) }\n"
        }
        return SuiteFiles(
            start: start, file: "Sources/Solution/Solution.swift", testFile: "Tests/SolutionTests/SolutionTests.swift", test: text)
    }
}
