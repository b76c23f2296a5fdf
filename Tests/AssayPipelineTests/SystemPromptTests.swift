import AssayCore
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssayPipeline

@Suite struct SystemPromptTests {
    private func brief(_ language: Language) -> TaskBrief {
        TaskBrief(id: "t", title: "t", statement: "t", language: language, deliverables: ["a"])
    }

    @Test(
        "the system prompt is what it always was, so that recordings still answer",
        arguments: [
            (Language.python, "You are a careful senior Python engineer. You write correct, complete, plain code."),
            (.cpp, "You are a careful senior C++ engineer. You write correct, complete, plain code."),
        ])
    func text(_ language: Language, _ expected: String) throws {
        #expect(try TaskContext(brief(language), tokens: 200).system == expected)
    }

    @Test("a folder of prompts replaces it, and that makes another arm")
    func replaced() throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try Data("Write {{{language}}} as if it were yours.".utf8).write(to: URL(filePath: folder + "/system.mustache"))
        let own = try Prompts(folder: folder)
        #expect(try TaskContext(brief(.go), tokens: 200, prompts: own).system == "Write Go as if it were yours.")
        let (before, after) = (Prompts().digests, own.digests)
        #expect(before.keys.filter { before[$0] != after[$0] } == ["system"])
    }
}
