import AssayCore
import AssaySandbox
import FoundationEssentials

/// One candidate in one workspace: the steps of a profile, filled in and run.
struct ProfileSession {
    private let bench: VerificationBench
    private let toolchain: ResolvedToolchain
    private let tree: FileTree
    private let task: CodingTask
    private let name: String
    private let workspace: Workspace
    private let nonce = UUID().uuidString
    private let cache: SandboxMount?
    private var template = CommandTemplate()
    private let testFiles: [String]
    /// Tests known from the source, with the file of each.
    let expected: [(name: String, path: String)]
    /// Test programs that the build left.
    private var artifacts: [String] = []

    private var profile: ToolchainProfile { toolchain.profile }

    init(
        _ bench: VerificationBench, _ toolchain: ResolvedToolchain, _ tree: FileTree, pristine: FileTree,
        _ listing: ToolchainProfile.Listing, _ task: CodingTask, name: String = "tests"
    ) async throws {
        self.bench = bench
        self.toolchain = toolchain
        self.tree = tree
        self.task = task
        self.name = name
        cache = try await bench.prepared(toolchain)
        workspace = try Workspace(name: toolchain.profile.id)
        try workspace.write(tree)
        testFiles = pristine.paths.filter { path in listing.files.contains { FileName.matches(path, $0) } }
        expected = try Self.expected(pristine, testFiles, listing)
        let sources = tree.paths.filter { path in
            toolchain.profile.sources.contains { path.hasSuffix(".\($0)") } && !testFiles.contains(path)
        }
        template = toolchain.template(nonce: nonce)
        template.lists = ["sources": sources, "tests": testFiles]
    }

    private static func expected(
        _ tests: FileTree, _ files: [String], _ listing: ToolchainProfile.Listing
    ) throws -> [(name: String, path: String)] {
        guard let pattern = listing.pattern else { return files.map { (stem($0), $0) } }
        let expression = try Regex(pattern, as: (Substring, Substring).self).anchorsMatchLineEndings()
        return files.flatMap { path in
            (tests[path] ?? "").matches(of: expression).map { String($0.output.1) }.uniqued().map { ($0, path) }
        }
    }

    /// A file's name for its program and its test.
    private static func stem(_ path: String) -> String {
        let parts = path.split(separator: "/").map(String.init)
        let file = parts.last ?? path
        let base = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
        return (parts.dropLast() + [base]).joined(separator: "_")
    }

    /// Runs the steps of a build; false when the candidate does not compile.
    mutating func build(_ steps: [ToolchainProfile.Step], into evidence: inout Evidence) async throws -> Bool {
        var seconds = 0.0
        var compiles = true
        for step in steps where compiles {
            for (filled, _) in try repetitions(of: step) {
                let command = try command(
                    step, filled, .readWrite(host: workspace.path, inside: "/w"), bench.limits.atLeast(profile.needs))
                let result = try await bench.sandbox.run(command)
                // A build looks for a network; one without it is what we want.
                evidence.add(result, of: command, what: "the build", ignoring: ["socket"])
                seconds += result.usage.wallSeconds
                let reading = step.reader.read(result, name: name, nonce: nonce)
                artifacts = (artifacts + reading.artifacts).uniqued()
                evidence.add(reading.diagnostics, tree: tree, kind: .compile)
                if result.succeeded { continue }
                compiles = false
                if !reading.diagnostics.contains(where: { $0.severity == .error }) && result.limitHit == nil {
                    let tail = String((result.errorText + result.outputText).suffix(600)).trimmed
                    evidence.findings.append(
                        Finding(kind: .compile, rule: "build", message: "the build failed without a diagnostic: \(tail)"))
                }
            }
        }
        evidence.checks.append(
            CheckResult(id: "build", kind: .build, status: compiles ? .passed : .failed, seconds: seconds))
        let limited = !evidence.classes.isDisjoint(with: [.timeout, .resourceLimit])
        if !compiles && !limited { evidence.classes.insert(.compileError) }
        return compiles
    }

    /// Runs the tests on the build as it was left; their writes are lost.
    func run(
        _ step: ToolchainProfile.Step, into evidence: inout Evidence
    ) async throws -> (outcomes: TestOutcomes, end: SandboxResult) {
        var all = TestOutcomes()
        all.runEnded = true
        var end = SandboxResult(outcome: .exited, exitCode: 0, stdout: [], stderr: [])
        for (filled, repeated) in try repetitions(of: step) {
            let name = step.each == nil && expected.count == 1 ? expected[0].name : repeated
            let command = try command(step, filled, .overlay(host: workspace.path, inside: "/w"), bench.limits)
            let result = try await bench.sandbox.run(command)
            evidence.add(result, of: command, what: "the test run")
            let reading = step.reader.read(result, name: name, nonce: nonce)
            all.outcomes += reading.outcomes.outcomes
            all.separate = all.separate || reading.outcomes.separate
            if !reading.outcomes.runEnded {
                let said = result.errorText + result.outputText
                if result.limitHit == nil, (profile.outOfMemory ?? []).contains(where: said.contains) {
                    evidence.addLimit("memory", command.limits, "the test run")
                }
                all.runEnded = false
                end = result
            }
        }
        return (all, end)
    }

    /// Runs the profile's own linters on the files of the candidate.
    func staticChecks(_ files: FileTree, into evidence: inout Evidence) async throws {
        for check in profile.checks {
            let chosen = files.paths.filter { path in check.extensions.contains { path.hasSuffix(".\($0)") } }
            guard !chosen.isEmpty else { continue }
            if toolchain.missing.contains(where: { check.command.first == "{\($0.name)}" }) {
                evidence.checks.append(CheckResult(id: check.id, kind: .staticCheck, status: .notRun))
                continue
            }
            var filled = template
            filled.lists["files"] = chosen
            let step = ToolchainProfile.Step(command: check.command, reader: check.reader)
            let command = try command(step, filled, .overlay(host: workspace.path, inside: "/w"), bench.limits)
            let result = try await bench.sandbox.run(command)
            evidence.summary.add(result)
            var found = check.reader.read(result, name: name, nonce: nonce).diagnostics
            found = found.filter { diagnostic in diagnostic.path.map(chosen.contains) ?? false }
            if let severity = check.severity { found = found.map { $0.with(severity) } }
            evidence.checks.append(
                CheckResult(
                    id: check.id, kind: .staticCheck, status: found.isEmpty ? .passed : .failed,
                    seconds: result.usage.wallSeconds))
            evidence.add(found, tree: tree, kind: .staticCheck)
        }
    }

    private func command(
        _ step: ToolchainProfile.Step, _ filled: CommandTemplate, _ place: SandboxMount, _ limits: SandboxLimits
    ) throws -> SandboxCommand {
        try toolchain.command(
            step.command, filled, environment: task.environment,
            mounts: [place, bench.drivers.mount] + (cache.map { [$0] } ?? []), limits: limits)
    }

    /// The step's template for each thing it is repeated for, and that thing's name.
    private func repetitions(of step: ToolchainProfile.Step) throws -> [(CommandTemplate, String)] {
        func filled(_ values: [String: String], _ name: String) -> (CommandTemplate, String) {
            var filled = template
            filled.values.merge(values) { $1 }
            return (filled, name)
        }
        switch step.each {
        case nil: return [filled([:], name)]
        case .test: return testFiles.map { filled(["test": $0, "name": Self.stem($0)], Self.stem($0)) }
        case .testFolder:
            let folders = testFiles.map(\.parentFolder).uniqued()
            return folders.map { folder in
                filled(["folder": folder, "name": folder == "." ? "root" : folder.replacing("/", with: "_")], folder)
            }
        case .artifact: return artifacts.map { filled(["artifact": $0], $0) }
        }
    }
}

extension SandboxLimits {
    /// These limits, or what a toolchain needs where that is more.
    func atLeast(_ needs: ToolchainProfile.Needs?) -> SandboxLimits {
        var limits = self
        limits.wallSeconds = max(wallSeconds, needs?.wallSeconds ?? 0)
        limits.cpuSeconds = max(cpuSeconds, needs?.cpuSeconds ?? 0)
        limits.memoryBytes = max(memoryBytes, (needs?.memoryMegabytes ?? 0) << 20)
        limits.processes = max(processes, needs?.processes ?? 0)
        limits.diskBytes = max(diskBytes, (needs?.diskMegabytes ?? 0) << 20)
        return limits
    }
}

extension Diagnostic {
    func with(_ severity: Severity) -> Diagnostic {
        var copy = self
        copy.severity = severity
        return copy
    }
}
