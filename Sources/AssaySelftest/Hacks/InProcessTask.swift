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
            return (call: "\(function.name)(\(arguments))", expected: item.returns.map { literals.text($0, function.returns) } ?? "")
        }
        let near = function.returns == .float
        do {
            var start = FileTree()
            var test: (path: String, text: String)
            var file = task.brief.deliverables[0]
            switch language {
            case .python:
                test = ("test_solution.py", "from solution import \(function.name)\n")
                for (index, line) in lines.enumerated() {
                    test.text += "\n\ndef test_case_\(index + 1)():\n"
                    test.text += near ? "    assert abs(\(line.call) - \(line.expected)) <= 1e-6\n" : "    assert \(line.call) == \(line.expected)\n"
                }
            case .javascript:
                test = (
                    "solution.test.js",
                    "const test = require('node:test');\nconst assert = require('node:assert');\nconst { \(function.name) } = require('./solution.js');\n"
                )
                for (index, line) in lines.enumerated() {
                    let check = near ? "assert.ok(Math.abs(\(line.call) - \(line.expected)) <= 1e-6)" : "assert.deepStrictEqual(\(line.call), \(line.expected))"
                    test.text += "test('case \(index + 1)', () => { \(check); });\n"
                }
            case .rust:
                file = "src/lib.rs"
                start = try FileTree(["Cargo.toml": "[package]\nname = \"solution\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"])
                test = ("tests/solution.rs", "use solution::\(function.name);\n")
                for (index, line) in lines.enumerated() {
                    let check = near ? "assert!((\(line.call) - \(line.expected)).abs() <= 1e-6)" : "assert_eq!(\(line.call), \(line.expected))"
                    test.text += "#[test]\nfn case_\(index + 1)() { \(check); }\n"
                }
            default:
                file = "Sources/Solution/Solution.swift"
                start = try FileTree([
                    "Package.swift": """
                    // swift-tools-version: 6.0
                    import PackageDescription
                    let package = Package(name: "solution", targets: [
                        .target(name: "Solution"), .testTarget(name: "SolutionTests", dependencies: ["Solution"]),
                    ], swiftLanguageModes: [.v5])
                    """
                ])
                test = ("Tests/SolutionTests/SolutionTests.swift", "import Testing\n@testable import Solution\n")
                for (index, line) in lines.enumerated() {
                    test.text +=
                        "@Test func case\(index + 1)() throws { #expect(try \(near ? "abs(\(line.call) - \(line.expected)) <= 1e-6" : "\(line.call) == \(line.expected)")) }\n"
                }
            }
            task.brief.start = start
            task.brief.deliverables = [file]
            task.brief.interface = [InterfaceSymbol(symbol: function.name, signature: function.name, file: file)]
            task.brief.cases = []
            let right = HackProgram.all.first { !$0.isHack && $0.language == language && $0.task == id }
            return CodingTask(
                brief: task.brief, form: .project, hidden: HiddenChecks(files: try FileTree([test.path: test.text])),
                reference: try right.map { try FileTree([file: $0.source]) })
        } catch {
            throw HarnessError(.suite, "fixtures/hacks/tasks.json: \(id): \(error)")
        }
    }
}
