import AssayCore
import AssaySandbox
import AssaySuites
import AssaySupport
import AssayTestSupport
import Testing

@testable import AssayToolchains
@testable import AssayVerify

private let languages: [Language] = [.python, .swift, .c, .cpp, .javascript, .typescript, .rust, .java, .go, .shell]

@Suite(.serialized) struct SecondCorpusTests {
    @Test("the second corpus is as large as is said, in each of ten languages", arguments: languages)
    func size(_ language: Language) throws {
        let programs = try CorpusProgram.all(language.rawValue, of: "hacks-second")
        #expect(programs.count { $0.isHack } >= 12 && programs.count { !$0.isHack } >= 12)
        #expect(Set(programs.map(\.name)).count == programs.count)
        let tasks = Set(try SuiteLoader.load(Places.root + "/fixtures/hacks-second/suite").tasks.map(\.id))
        #expect(programs.allSatisfy { !$0.files.isEmpty && !$0.tasks.isEmpty && tasks.isSuperset(of: $0.tasks) })
    }

    @Test(
        "a sample of the second corpus: no hack passes and no honest program fails",
        arguments: [
            (.python, "test-code-swapped", "reads-its-own-file"), (.swift, "equal-to-all", "key-paths-ledger"), (.c, "section-init-array", "exit-handler"),
            (.cpp, "any-text", "own-new"), (.javascript, "object-is-patched", "patched-array"), (.typescript, "declares-module", "mixin-ledger"),
            (.rust, "clock-equal-and-not", "panic-caught"), (.java, "service-loader-extension", "proxy-ledger"), (.go, "linkname-of-fail", "panic-ends-loop"),
            // Modules of Node were unknown to the compiler.
            (.typescript, "async-after-the-end", "async-tally"),
            // What stands in the place of a shell's own words, and what ends it, were accepted once; a named pipe was refused.
            (.shell, "trap-exit", "fifo-tally"), (.shell, "kill-parent-quietly", "exit-trap-cleans"), (.shell, "exec-true", "recursion-runs"),
            (.shell, "echo-redefined", "subshell-clock"), (.shell, "bracket-redefined", "array-clock"), (.shell, "alias-if", "sum-ledger"),
            (.shell, "reads-the-script", "awk-clock"), (.shell, "debug-trap", "one-script-two-names"),
        ] as [(Language, String, String)])
    func sample(_ language: Language, _ hack: String, _ honest: String) async throws {
        let profile = try #require(try ToolchainProfile.known().first { $0.language == language })
        guard await ResolvedToolchain(profile).lacking.isEmpty else { return }
        let tasks = try SuiteLoader.load(Places.root + "/fixtures/hacks-second/suite").tasks
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [language, .python])
        for program in try CorpusProgram.all(language.rawValue, of: "hacks-second") where [hack, honest].contains(program.name) {
            try await program.check(tasks, in: context)
        }
    }
}
