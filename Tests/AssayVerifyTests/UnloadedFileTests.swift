import AssayCore
import Testing

/// Test files of node's own runner that cannot be loaded.
@Suite struct UnloadedFileTests {
    /// The files of a project, with the message, the file and the line of what is found.
    private static let projects: [([String: String], String, String, Int)] = [
        (
            [
                "calc.js": "export function add(a, b) {\n  return a + ;\n}\n",
                "a.test.js": "import test from 'node:test';\nimport { add } from './calc.js';\ntest('a', () => add(1, 2));\n",
            ], "SyntaxError: Unexpected token ';'", "calc.js", 2
        ),
        // At the end of a file there is nothing to mark.
        (
            [
                "calc.js": "export function add( {\n",
                "a.test.js": "import test from 'node:test';\nimport { add } from './calc.js';\ntest('a', () => add(1, 2));\n",
            ], "SyntaxError: Unexpected end of input", "calc.js", 2
        ),
        (
            ["a.test.js": "import test from 'node:test';\nimport { x } from './absent.js';\ntest('a', () => x);\n"], "Cannot find module 'absent.js'",
            "a.test.js", 2
        ),
        (
            ["m.js": "export const x = 1;\n", "a.test.js": "import test from 'node:test';\n\nimport { y } from './m.js';\ntest('a', () => y);\n"],
            "does not provide an export named 'y'", "a.test.js", 3
        ),
        (["a.test.js": "import test from 'node:test';\nthrow new Error('boom at load');\n"], "Error: boom at load", "a.test.js", 2),
    ]

    @Test("a test file that cannot be loaded is told with the error, and where it is", arguments: projects)
    func error(_ files: [String: String], _ message: String, _ path: String, _ line: Int) async throws {
        let all = files.merging(["package.json": "{\"name\": \"calc\", \"type\": \"module\", \"scripts\": {\"test\": \"node --test\"}}"]) { $1 }
        let report = try await NativeProjectTests.report(all, .javascript)
        #expect(report.verdict == .failed)
        let told = report.findings.map { "\($0.path ?? ""):\($0.line ?? 0): \($0.message)" }
        #expect(told.contains { $0.hasPrefix("\(path):\(line): ") && $0.contains(message) }, "\(told)")
    }
}
