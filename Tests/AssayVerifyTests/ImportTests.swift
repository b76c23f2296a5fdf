import AssayCore
import AssaySandbox
import AssaySupport
import Testing

@testable import AssayVerify

@Suite struct ImportTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var language: Language
        var there: [String]
        var missing: [String]
        var testDescription: String { language.rawValue }
    }

    @Test(
        "modules that a plan names are looked for in the toolchain, not in a list of ours",
        arguments: [
            Case(language: .python, there: ["json", "os.path"], missing: ["leftpad"]),
            Case(language: .javascript, there: ["fs", "node:path"], missing: ["left-pad", "@scope/pad"]),
            Case(language: .typescript, there: ["node:util"], missing: ["left-pad"]),
            Case(language: .go, there: ["fmt", "net/http"], missing: ["example.com/leftpad"]),
            Case(language: .c, there: ["stdio.h", "sys/stat.h"], missing: ["leftpad.h"]),
            Case(language: .cpp, there: ["vector"], missing: ["leftpad.hpp"]),
            Case(language: .swift, there: ["Glibc"], missing: ["LeftPad"]),
            Case(language: .rust, there: ["std::collections::HashMap", "core"], missing: ["leftpad"]),
            Case(language: .java, there: ["java.util.List", "java.util"], missing: ["org.leftpad.Pad"]),
            Case(language: .shell, there: ["sed"], missing: ["leftpad"]),
        ])
    func modules(_ example: Case) async throws {
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [example.language])
        let brief = TaskBrief(
            id: "t", title: "t", statement: "s", language: example.language, start: try FileTree(["own/helper.x": ""]), deliverables: ["answer.x"])
        let task = CodingTask(brief: brief, form: .project, hidden: HiddenChecks())
        let odd = ["helper", "answer", "; touch /tmp/x", "$(id)", ""]
        #expect(try await context.verifier(for: task).missing(example.there + odd + example.missing) == example.missing)
    }
}
