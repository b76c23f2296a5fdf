import AssayCore
import AssaySandbox
import AssaySupport
import Testing

@testable import AssayVerify

/// Whether it is the candidate that is wrong, or the machine or the suite.
@Suite struct LiveControlTests {
    private static let projects = SmallProject.vacuous.filter { [.javascript, .go].contains($0.language) }
    private static let wrong: [Language: String] = [
        .javascript: "exports.words = () => [\"a\"];\n", .go: "package words\n\nfunc Words(text string) []string { return []string{\"a\"} }\n",
    ]
    private static let broken: [Language: String] = [.javascript: "exports.words = (;\n", .go: "package words\n\nfunc Words(\n"]

    @Test("a wrong answer has failed where the reference passes, and is nobody's fault where it does not", arguments: projects)
    func control(_ project: SmallProject) async throws {
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [project.language])
        let (wrong, broken) = (try #require(Self.wrong[project.language]), try #require(Self.broken[project.language]))
        func report(_ answer: String, reference: String?) async throws -> ReviewReport {
            var task = try project.task()
            task.reference = try reference.map { try FileTree([project.file: $0]) }
            return try await context.verifier(for: task).verify(Candidate(files: FileTree([project.file: answer])), scope: .full)
        }
        for reference in [project.right, nil] {
            #expect(try await report(wrong, reference: reference).verdict == .failed)
            #expect(try await report(broken, reference: reference).verdict == .compileError)
        }
        // A reference that is judged itself is what it is.
        #expect(try await report(wrong, reference: wrong).verdict == .failed)
        for (answer, reference) in [(wrong + "\n", wrong), (broken, wrong), (wrong, broken)] {
            let error = await #expect(throws: HarnessError.self) { try await report(answer, reference: reference) }
            #expect(error?.description.contains("small: the reference does not pass here") == true)
        }
    }
}
