import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains
import FoundationEssentials

/// Judges files in a folder by a script of the task, as Harbor does: `/tests/test.sh` runs where the work was done and
/// writes `/logs/verifier/reward.txt`, or a `reward.json` of named numbers.
///
/// Whatever runs there could write that file too: tier C.
struct ScriptStrategy: VerificationStrategy {
    let runner: ToolchainRunner
    let task: CodingTask
    /// The folder in the sandbox where the work is done.
    let directory: String
    /// The time limit of the script in seconds, as the task sets it.
    let seconds: Double

    func evidence(for candidate: Candidate, scope: CheckScope) async throws -> Evidence {
        let room = CleanRoom(task: task, candidate: candidate, tests: FileTree())
        var evidence = Evidence(room)
        evidence.separation = .exitStatus
        // Nothing of such a task may be shown, so there is nothing to be seen of it before the end.
        guard scope == .full else {
            evidence.checks.append(CheckResult(id: "nothing visible", kind: .test, status: .passed))
            return evidence
        }
        let workspace = try Workspace(name: "script")
        try workspace.write(room.tree)
        let tests = try Workspace(name: "script-tests")
        try tests.write(task.hidden.files)
        let logs = try workspace.folder("logs")
        let place = RecipeSurroundings(task.recipe, runner)
        // The variables are the task's own, as those of an image are.
        let environment = ["PATH": place.path, "HOME": "/tmp"].merging(task.environment) { $1 }
        let command = SandboxCommand(
            [try runner.toolchain.path(of: "bash"), "/tests/test.sh"], policies: ["base", "python"],
            mounts: place.mounts + [
                .readWrite(host: workspace.path, inside: directory), .readOnly(host: tests.path, inside: "/tests"),
                .readWrite(host: logs, inside: "/logs/verifier"),
            ], environment: environment, directory: directory, limits: runner.limits.script(seconds: seconds))
        let result = try await runner.sandbox.run(command)
        evidence += Evidence(result, of: command, subject: "the task's script")
        let (status, message) = Self.judge(result, reward: reward(in: logs))
        evidence.checks.append(CheckResult(id: "reward", kind: .test, status: status, hidden: true, seconds: result.usage.wallSeconds))
        guard status != .passed else { return evidence }
        let finding = Finding(kind: .test, rule: "reward", message: message, test: "reward", hidden: true)
        evidence += Evidence(status == .failed ? .failed : .incomplete, finding).attributed(to: command)
        return evidence
    }

    /// The least of the numbers that were left; nil where there is none.
    private func reward(in folder: String) -> Double? {
        let collector = ResultCollector()
        if let bytes = collector.file("reward.txt", in: folder) { return Double(String(decoding: bytes, as: UTF8.self).trimmed) }
        guard let bytes = collector.file("reward.json", in: folder) else { return nil }
        return JSON.foreign([String: Double].self, String(decoding: bytes, as: UTF8.self))?.values.min()
    }

    private static func judge(_ result: SandboxResult, reward: Double?) -> (CheckStatus, String) {
        let said = TerminalText.line(String((result.errorText + result.outputText).suffix(300)), limit: 300)
        guard let reward, reward.isFinite else { return (.missing, "the script left no reward; it said: \(said)") }
        return reward >= 1 ? (.passed, "") : (.failed, "the reward is \(Text.decimal(reward)), 1 is solved; the script said: \(said)")
    }
}
