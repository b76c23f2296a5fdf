import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage
import Yams

/// Runs the commands of a CI workflow file in a clean folder, as a runner would: the `run:` lines really, of the actions what they do
/// with files.
struct WorkflowRunner {
    /// The folder of the checkout.
    let workspace: String
    /// Where artefacts and caches are kept between jobs.
    let kept: String
    /// What happened: the name of each step, how it ended, and what it printed.
    private(set) var steps: [(name: String, succeeded: Bool, said: String)] = []
    /// What the user has set under `env` or `variables`.
    private let values: [String: String]
    /// Values of `${{ … }}`, by the text inside.
    var contexts: [String: String]
    private var path: [String] = []

    init(workspace: String, kept: String, contexts: [String: String] = [:], values: [String: String]) {
        (self.workspace, self.kept, self.contexts, self.values) = (workspace, kept, contexts, values)
    }

    /// The text of the job summary.
    var summary: String { (try? String(contentsOfFile: kept + "/summary.md", encoding: .utf8)) ?? "" }

    /// Runs a job of a GitHub workflow; false when a step failed.
    mutating func runGitHub(_ file: String, job name: String) async throws -> Bool {
        let workflow = try Yams.load(yaml: Places.text(file)) as? [String: Any] ?? [:]
        let job = (workflow["jobs"] as? [String: Any])?[name] as? [String: Any] ?? [:]
        path = []
        var isFine = true
        for step in job["steps"] as? [[String: Any]] ?? [] {
            let title = step["name"] as? String ?? step["uses"] as? String ?? ""
            let condition = step["if"] as? String
            let applies = condition.map { holds($0, isFine) } ?? isFine
            guard applies else { continue }
            if let uses = step["uses"] as? String {
                act(uses, step["with"] as? [String: Any] ?? [:])
            } else if let script = step["run"] as? String {
                var environment = (workflow["env"] as? [String: Any] ?? [:]).merging(step["env"] as? [String: Any] ?? [:]) { $1 }.mapValues { "\($0)" }
                environment["GITHUB_BASE_REF"] = "main"
                environment.merge(values) { $1 }
                let succeeded = try await run(script, title, environment)
                isFine = isFine && succeeded
            }
        }
        return isFine
    }

    /// Runs a job of a GitLab file, with what it extends; false when a line failed.
    mutating func runGitLab(_ file: String, job name: String, _ variables: [String: String]) async throws -> Bool {
        let all = try Yams.load(yaml: Places.text(file)) as? [String: Any] ?? [:]
        let job = all[name] as? [String: Any] ?? [:]
        let base = (job["extends"] as? String).flatMap { all[$0] as? [String: Any] } ?? [:]
        let lines = (base["before_script"] as? [String] ?? []) + (job["script"] as? [String] ?? [])
        var environment = (all["variables"] as? [String: Any] ?? [:]).mapValues { "\($0)" }.merging(variables) { $1 }.merging(values) { $1 }
        environment["CI_PROJECT_DIR"] = workspace
        environment["ASSAY_HOME"] = environment["ASSAY_HOME"]?.replacing("$CI_PROJECT_DIR", with: workspace)
        return try await run(lines.joined(separator: "\n"), name, environment)
    }

    private mutating func run(_ script: String, _ title: String, _ environment: [String: String]) async throws -> Bool {
        var environment = environment.mapValues { expanded($0) }
        environment["GITHUB_PATH"] = kept + "/path"
        environment["GITHUB_STEP_SUMMARY"] = kept + "/summary.md"
        let own = ProcessInfo.processInfo.environment["PATH"] ?? ""
        environment["PATH"] = (path + [own]).joined(separator: ":")
        let updates = Dictionary(uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), $0.value as String?) })
        let ended = try await Subprocess.run(
            .path("/bin/bash"), arguments: ["--noprofile", "--norc", "-eo", "pipefail", "-c", expanded(script)], environment: .inherit.updating(updates),
            workingDirectory: FilePath(workspace), output: .string(limit: 8 << 20), error: .string(limit: 8 << 20))
        if let added = try? String(contentsOfFile: kept + "/path", encoding: .utf8) { path = added.split(separator: "\n").map(String.init) }
        steps.append((title, ended.terminationStatus.isSuccess, ended.standardOutput + ended.standardError))
        return ended.terminationStatus.isSuccess
    }

    /// What an action does with files.
    private func act(_ uses: String, _ values: [String: Any]) {
        let paths = expanded("\(values["path"] ?? "")").split(separator: "\n").map(String.init)
        let files = FileManager.default
        func copy(_ from: String, _ to: String) {
            guard files.fileExists(atPath: from) else { return }
            try? files.removeItem(atPath: to)
            try? files.copyItem(atPath: from, toPath: to)
        }
        if uses.hasPrefix("actions/upload-artifact") || uses.hasPrefix("actions/cache/save") {
            for path in paths {
                let isPattern = path.hasSuffix("*")
                let names = isPattern ? ((try? files.contentsOfDirectory(atPath: workspace)) ?? []).filter { $0.hasPrefix(path.dropLast()) } : [path]
                for name in names { copy("\(workspace)/\(name)", "\(kept)/\(name)") }
            }
        } else if uses.hasPrefix("actions/cache/restore") {
            for path in paths { copy("\(kept)/\(path)", "\(workspace)/\(path)") }
        } else if uses.hasPrefix("actions/download-artifact") {
            let prefix = expanded("\(values["pattern"] ?? "")").prefix { $0 != "*" }
            for name in (try? files.contentsOfDirectory(atPath: kept)) ?? [] where name.hasPrefix(prefix) { copy("\(kept)/\(name)", "\(workspace)/\(name)") }
        }
    }

    /// Replaces `${{ … }}`.
    private func expanded(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "${{"), let end = rest[start.upperBound...].firstRange(of: "}}") {
            result += rest[..<start.lowerBound]
            let name = rest[start.upperBound..<end.lowerBound].filter { $0 != " " }
            result += contexts[String(name)] ?? ""
            rest = rest[end.upperBound...]
        }
        return result + rest
    }

    /// Whether a condition of the forms that the workflow has holds.
    private func holds(_ condition: String, _ isFine: Bool) -> Bool {
        let parts = condition.split(separator: "&").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
        let runsAfterFailure = parts.contains("always()")
        let others = parts.filter { $0 != "always()" && $0 != "!cancelled()" }
        return (isFine || runsAfterFailure)
            && others.allSatisfy { part in
                if part.hasPrefix("hashFiles('") {
                    let name = part.dropFirst("hashFiles('".count).prefix { $0 != "'" }
                    return FileManager.default.fileExists(atPath: "\(workspace)/\(name)")
                }
                let sides = part.split(separator: "=").map(String.init)
                return sides.count == 2 && contexts[sides[0]] == sides[1].filter { $0 != "'" }
            }
    }
}
