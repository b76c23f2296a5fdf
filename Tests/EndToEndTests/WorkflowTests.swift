import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// The workflows of docs/ci, run in a clean folder.
@Suite(.serialized) struct WorkflowTests {
    /// Thirty tasks rule out a loss of ten points.
    private static func values(_ project: Project) -> [String: String] { ["MARGIN": "0.1", "ASSAY_HOME": project.folder + "/assay"] }

    /// A checkout with an experiment, and an installed Assay beside it.
    private struct Project {
        let folder: String
        var workspace: String { folder + "/work" }

        init() async throws {
            folder = try Places.temporary()
            let files = FileManager.default
            for name in ["work/experiments", "kept", "assay/.build/release"] {
                try files.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
            }
            for name in ["assay", "assay-jail"] {
                try files.createSymbolicLink(atPath: "\(folder)/assay/.build/release/\(name)", withDestinationPath: "\(Places.products)/\(name)")
            }
            try write("setup:\n\t@true\n", "assay/Makefile")
            let lines = try (0..<30).map { number in
                try JSON.line([
                    "task_id": "Add/\(number)", "entry_point": "add_\(number)", "prompt": "def add_\(number)(n):\n    \"\"\"Adds \(number) to n.\"\"\"\n",
                    "test": "def check(candidate):\n    assert candidate(1) == \(number + 1)\n",
                ])
            }
            try write(lines.joined(separator: "\n") + "\n", "work/experiments/suite.jsonl")
            try write(
                """
                name: gate
                suite: suite.jsonl
                models: {m: {provider: command, command: [python3, \(workspace)/experiments/model.py]}}
                roles: {implementer: m}
                arms:
                  single-pass: {pipeline: {kind: single-pass}}
                  multi-step: {pipeline: {kind: single-pass}}

                """, "work/experiments/gate.yaml")
            try model(knows: "True")
            // A package with a test, of which the pull request changes nothing.
            try write("def one():\n    return 1\n", "work/one.py")
            try write("from one import one\n\n\ndef test_one():\n    assert one() == 1\n", "work/test_one.py")
            try write("*.db*\n", "work/.gitignore")
            let commands = [
                ["init", "-q", "-b", "main"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@localhost", "commit", "-q", "-m", "begin"],
                ["update-ref", "refs/remotes/origin/main", "HEAD"],
            ]
            for words in commands {
                let ended = try await Subprocess.run(
                    .name("git"), arguments: Arguments(words), workingDirectory: FilePath(workspace), output: .discarded, error: .string(limit: 65536))
                try #require(ended.terminationStatus.isSuccess, "\(ended.standardError)")
            }
        }

        /// Writes the model, which knows the answers for which the expression holds.
        func model(knows expression: String) throws {
            try write(
                """
                import re, sys
                number = int(re.search(r"def add_(\\d+)", sys.stdin.read()).group(1))
                print(f"```python\\ndef add_{number}(n):\\n    return n + {number if \(expression) else -1}\\n```")
                """, "work/experiments/model.py")
        }

        func write(_ text: String, _ name: String) throws { try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)")) }
        func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(folder)/\(name)") }

        /// Empties the checkout of what a run has left, as a new runner has none of it.
        func clean() throws {
            let own = ["experiments", ".assay-source", ".git", ".gitignore", "one.py", "test_one.py"]
            for name in try FileManager.default.contentsOfDirectory(atPath: workspace) where !own.contains(name) {
                try FileManager.default.removeItem(atPath: "\(workspace)/\(name)")
            }
        }
    }

    /// Runs the jobs of the GitHub workflow with all shards but those left out; returns the gate's runner and how it ended.
    private func github(_ project: Project, event: String, branch: String, without: Set<Int> = []) async throws -> (WorkflowRunner, Bool) {
        let file = "docs/ci/model-gate.yml"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: project.folder + "/kept")) ?? [] where name != "main.db" {
            try FileManager.default.removeItem(atPath: "\(project.folder)/kept/\(name)")
        }
        var contexts = ["github.workspace": project.workspace, "github.event_name": event, "github.ref": "refs/heads/\(branch)", "strategy.job-total": "4"]
        for shard in 1...4 where !without.contains(shard) {
            try project.clean()
            contexts["matrix.shard"] = "\(shard)"
            var runner = WorkflowRunner(workspace: project.workspace, kept: project.folder + "/kept", contexts: contexts, values: Self.values(project))
            #expect(try await runner.runGitHub(file, job: "shard"), "\(runner.steps)")
        }
        try project.clean()
        var gate = WorkflowRunner(workspace: project.workspace, kept: project.folder + "/kept", contexts: contexts, values: Self.values(project))
        let passed = try await gate.runGitHub(file, job: "gate")
        return (gate, passed)
    }

    @Test("the GitHub gate makes a baseline, lets an equal model pass even if a part is lost, and stops a worse one")
    func gitHub() async throws {
        let project = try await Project()
        defer { try? FileManager.default.removeItem(atPath: project.folder) }
        let (first, isFirst) = try await github(project, event: "pull_request", branch: "change")
        #expect(isFirst && first.summary.contains("There is no baseline yet") && first.summary.contains("# gate"), "\(first.steps)")
        let (_, isMain) = try await github(project, event: "push", branch: "main")
        #expect(isMain && project.has("kept/main.db") && project.has("kept/results.xml") && project.has("kept/report.html"))
        let (same, isSame) = try await github(project, event: "pull_request", branch: "change", without: [3])
        #expect(isSame && same.summary.contains("non-inferior"), "\(same.steps)")
        #expect(same.steps.contains { $0.said.contains("not done: shard 3/4") }, "\(same.steps.map(\.said))")
        try project.model(knows: "number % 3 > 0")
        #expect(same.steps.contains { $0.name == "Check the changed code too" && $0.said.contains("passed") }, "\(same.steps.map(\.said))")
        let (worse, isWorse) = try await github(project, event: "pull_request", branch: "change")
        #expect(!isWorse, "\(worse.steps)")
        #expect(worse.steps.contains { $0.name == "Compare with the baseline" && !$0.succeeded })
        #expect(project.has("kept/report.html"), "the reports are there all the same")
    }

    @Test("the GitLab gate does the same")
    func gitLab() async throws {
        let project = try await Project()
        defer { try? FileManager.default.removeItem(atPath: project.folder) }
        let file = "docs/ci/model-gate.gitlab-ci.yml"
        try FileManager.default.createSymbolicLink(atPath: project.workspace + "/.assay-source", withDestinationPath: project.folder + "/assay")
        func pipeline(branch: String) async throws -> (WorkflowRunner, Bool) {
            let baseline = project.has("work/main.db") ? try Data(contentsOf: URL(filePath: project.workspace + "/main.db")) : nil
            try project.clean()
            if let baseline { try baseline.write(to: URL(filePath: project.workspace + "/main.db")) }
            var variables = ["CI_COMMIT_BRANCH": branch, "CI_DEFAULT_BRANCH": "main", "CI_NODE_TOTAL": "4"]
            for shard in 1...4 {
                variables["CI_NODE_INDEX"] = "\(shard)"
                var runner = WorkflowRunner(workspace: project.workspace, kept: project.folder + "/kept", values: Self.values(project))
                #expect(try await runner.runGitLab(file, job: "shard", variables), "\(runner.steps)")
            }
            var gate = WorkflowRunner(workspace: project.workspace, kept: project.folder + "/kept", values: Self.values(project))
            let passed = try await gate.runGitLab(file, job: "gate", variables)
            return (gate, passed)
        }
        let (first, isFirst) = try await pipeline(branch: "main")
        #expect(isFirst && project.has("work/main.db"), "\(first.steps)")
        #expect(try await pipeline(branch: "change").1)
        try project.model(knows: "number % 3 > 0")
        #expect(try await !pipeline(branch: "change").1)
    }

    @Test("a gate that is given an archive installs Assay from it, and from none that is damaged")
    func archive() async throws {
        let project = try await Project()
        defer { try? FileManager.default.removeItem(atPath: project.folder) }
        let name = "assay-0-linux-x86_64"
        let commands = """
            set -e; cd '\(project.folder)'; mkdir -p kept '\(name)/bin'; cp -l '\(Places.products)/assay' '\(Places.products)/assay-jail' '\(name)/bin/' ||
              cp '\(Places.products)/assay' '\(Places.products)/assay-jail' '\(name)/bin/'
            tar -c '\(name)' | gzip -1 > '\(name).tar.gz'; sha256sum '\(name).tar.gz' > '\(name).tar.gz.sha256'; rm -r '\(name)'
            """
        let made = try await Subprocess.run(
            .path("/bin/bash"), arguments: ["-c", commands], output: .discarded, error: .string(limit: 65536))
        try #require(made.terminationStatus.isSuccess, "\(made.standardError)")
        var values = Self.values(project)
        (values["ASSAY_ARCHIVE"], values["ASSAY_HOME"]) = ("\(project.folder)/\(name).tar.gz", project.folder + "/home")
        let contexts = ["matrix.shard": "1", "strategy.job-total": "4"]
        var gitHub = WorkflowRunner(workspace: project.workspace, kept: project.folder + "/kept", contexts: contexts, values: values)
        #expect(try await gitHub.runGitHub("docs/ci/model-gate.yml", job: "shard"), "\(gitHub.steps)")
        #expect(project.has("home/\(name)/bin/assay") && project.has("kept/shard-1.db"))

        try project.write("damaged", name + ".tar.gz")
        var gitLab = WorkflowRunner(workspace: project.workspace, kept: project.folder + "/kept", values: values)
        let variables = ["CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "4"]
        #expect(try await !gitLab.runGitLab("docs/ci/model-gate.gitlab-ci.yml", job: "shard", variables))
        #expect(gitLab.steps.contains { $0.said.contains("FAILED") }, "\(gitLab.steps)")
    }
}
