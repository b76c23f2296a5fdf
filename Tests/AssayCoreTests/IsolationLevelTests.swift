import AssayCore
import AssaySupport
import Testing

@Suite struct IsolationLevelTests {
    @Test("a level without a cgroup is weaker than full, and one without namespaces weaker still")
    func order() {
        #expect(IsolationLevel.allCases.sorted(by: >) == [.full, .noCgroup, .bare])
        #expect(IsolationLevel.bare < .noCgroup && IsolationLevel.noCgroup < .full)
    }

    @Test("the launcher's numbers stand for levels", arguments: [(1, IsolationLevel.full), (2, .noCgroup), (3, .bare)])
    func numbers(_ number: Int, _ level: IsolationLevel) {
        #expect(IsolationLevel(launcherTier: number) == level && level.launcherTier == number)
    }

    @Test("other numbers stand for none", arguments: [-1, 0, 4, 100])
    func otherNumbers(_ number: Int) { #expect(IsolationLevel(launcherTier: number) == nil) }

    @Test("the words of flags and output are promises", arguments: [(IsolationLevel.full, "full"), (.noCgroup, "no-cgroup"), (.bare, "bare")])
    func words(_ level: IsolationLevel, _ word: String) { #expect(level.rawValue == word) }

    @Test("a summary of several runs has the weakest level of them, and none where nothing ran")
    func weakest() {
        var summary = SandboxSummary()
        #expect(summary.isolationLevel == nil)
        for level in [IsolationLevel.full, .bare, .noCgroup] {
            var result = SandboxResult(outcome: .exited, exitCode: 0, stdout: [], stderr: [])
            result.isolationLevel = level
            summary.add(result)
        }
        summary.add(SandboxResult(outcome: .exited, exitCode: 0, stdout: [], stderr: []))
        #expect(summary.isolationLevel == .bare && summary.runs == 4)
        var other = SandboxSummary()
        other.add(summary)
        #expect(other.isolationLevel == .bare)
    }
}
