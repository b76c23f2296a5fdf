import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssaySuites

@Suite struct FormatRegistryTests {
    private func line(_ keys: [String]) throws -> JSONLine {
        let object = "{" + keys.map { "\"\($0)\": \"\"" }.joined(separator: ", ") + "}"
        return try #require(try JSONLine(Array(object.utf8), place: "suite.jsonl:1"))
    }

    @Test(
        "the keys of a first line decide its format",
        arguments: [
            (["task_id", "prompt", "entry_point", "canonical_solution", "test"], "HumanEval"), (["canonical_solution"], "HumanEval"),
            (["prompt", "entry_point", "base_input", "plus_input", "canonical_solution"], "EvalPlus"),
            (["task_id", "text", "code", "test_list"], "MBPP"), (["declaration", "example_test", "canonical_solution", "test"], "HumanEval-X"),
            (["name", "language", "prompt", "tests"], "MultiPL-E"), (["buggy", "pytest"], "QuixBugs"), (["solution_paths"], "Exercism"),
            (["what"], nil), (["tests", "prompt"], nil), (["base_input"], nil),
        ] as [([String], String?)])
    func files(_ keys: [String], _ name: String?) throws {
        let line = try line(keys)
        let format = SuiteFormats.files.first { $0.fits(line) }
        #expect(format?.name.split(separator: " ").first.map(String.init) == name)
    }

    @Test("an unknown file is told all formats, each once")
    func unknown() throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/suite.jsonl"
        try Data("{\"what\": 1}\n".utf8).write(to: URL(filePath: path))
        let error = #expect(throws: InputError.self) { try SuiteLoader.load(path) }
        for format in SuiteFormats.files { #expect(error?.message.ranges(of: format.name).count == 1, "\(format.name)") }
        #expect(Set(SuiteFormats.files.map(\.name)).count == SuiteFormats.files.count)
    }

    @Test("an empty folder is told what Assay's own tasks are")
    func folders() throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let error = #expect(throws: InputError.self) { try SuiteLoader.load(folder) }
        #expect(error?.message.contains("task.yaml") == true)
    }
}
