import AssayCore
import AssaySupport
import AssayToolchains
import FoundationEssentials

/// Runs the linters of a toolchain on a candidate's files, each in a jail of its own.
struct StaticChecks {
    let runner: ToolchainRunner
    /// The ids of checks that were requested in addition to the default ones.
    let optional: Set<String>
    /// Whether slow checks are left out too, unless they were requested.
    var isQuick = false

    /// The result of one linter; without diagnostics when it is missing or failed.
    struct Look {
        var id: String
        var command: SandboxCommand?
        var result: SandboxResult?
        var diagnostics: [Diagnostic]?
        /// Why it could not do its work.
        var failure: String?
    }

    /// Returns the evidence of every check on the given files of a mounted tree.
    func evidence(
        on files: FileTree, of tree: FileTree, pristine: FileTree, at place: SandboxMount
    ) async throws -> Evidence {
        var evidence = Evidence()
        for look in try await looks(at: files.paths, pristine: pristine, place) {
            if let result = look.result { evidence.summary.add(result) }
            evidence += look.evidence(seconds: look.result?.usage.wallSeconds, in: tree)
        }
        return evidence
    }

    /// Runs every check that is on by default or asked for, where there are files for it.
    func looks(at paths: [String], pristine: FileTree, _ place: SandboxMount) async throws -> [Look] {
        var looks: [Look] = []
        for check in runner.profile.checks where (check.optional != true && !(isQuick && check.slow == true)) || optional.contains(check.id) {
            let chosen = paths.filter { path in
                !ControlFile.contains(path) && check.extensions.contains { path.hasSuffix(".\($0)") }
            }
            guard !chosen.isEmpty else { continue }
            if let missing = runner.toolchain.missing.first(where: { tool in check.command.contains { $0.contains("{\(tool.name)}") } }) {
                // What was asked for by name is not left out in silence.
                if check.optional == true {
                    throw HarnessError(.toolchain, "unavailable: the check '\(check.id)' needs \(missing.name); run: \(missing.install)")
                }
                looks.append(Look(id: check.id))
                continue
            }
            looks.append(try await look(check, at: chosen, pristine: pristine, place))
        }
        return looks
    }

    private func look(
        _ check: ToolchainProfile.StaticCheck, at chosen: [String], pristine: FileTree, _ place: SandboxMount
    ) async throws -> Look {
        var filled = runner.toolchain.template(nonce: UUID().uuidString)
        filled.lists["files"] = chosen
        let isForeign = check.configuration.map { !$0.isIn(pristine) } ?? false
        filled.lists["configuration"] = (isForeign ? check.configuration?.otherwise : check.configuration?.own) ?? []
        let mounts = [place, runner.drivers.mount] + (try await runner.preparedMounts())
        let limits = runner.limits.check(optional: check.optional == true)
        let command = try runner.toolchain.command(check.command, filled, mounts: mounts, limits: limits)
        let result: SandboxResult
        do {
            result = try await runner.sandbox.run(command)
        } catch {
            // A default linter that cannot be run is a note; one that was requested by name is an error.
            guard error.code == .program, check.optional != true else { throw error }
            return Look(id: check.id, command: command, failure: error.message)
        }
        var found = check.parser.read(result, name: check.id, nonce: "").diagnostics
        // By custom 1 says that something was found; what says more and finds nothing has not looked. Go's tools say 1 for both.
        if found.isEmpty, result.exitCode != 0, result.exitCode != 1 || check.parser == .goText {
            let said = TerminalText.line(String((result.errorText + result.outputText).trimmed.suffix(300)), limit: 300)
            return Look(id: check.id, command: command, result: result, failure: result.limitHit.map { "it reached its limit of \($0.rawValue)" } ?? said)
        }
        found = found.filter { diagnostic in diagnostic.path.map(chosen.contains) ?? false }
        if isForeign, let ignored = check.configuration?.ignored { found.removeAll { ignored.contains($0.rule) } }
        if let severity = check.severity {
            found = found.map { diagnostic in
                var diagnostic = diagnostic
                diagnostic.severity = severity
                return diagnostic
            }
        }
        return Look(id: check.id, command: command, result: result, diagnostics: found)
    }
}

extension StaticChecks.Look {
    /// Returns what the linter said, as a check and findings; that it did not run where there are no diagnostics at all.
    func evidence(seconds: Double?, in tree: FileTree) -> Evidence {
        var evidence = Evidence.diagnostics(diagnostics ?? [], in: tree, kind: .staticCheck)
        evidence.checks.append(
            CheckResult(
                id: id, kind: .staticCheck, status: diagnostics.map { $0.isEmpty ? .passed : .failed } ?? .notRun, seconds: seconds))
        if let failure {
            evidence.findings.append(
                Finding(kind: .staticCheck, rule: "\(id).not-run", severity: .note, message: "\(id) could not run: \(failure)"))
        }
        return evidence.attributed(to: command)
    }
}
