package import AssayCore
import AssaySandbox
import AssaySupport
import FoundationEssentials
import Glibc

/// Runs the hostile corpus and judges what became of it, from outside.
package struct HostileSelftest: Sendable {
    /// The result of one case; the stable JSON of `sandbox selftest --json`.
    package struct Judgement: Sendable, Codable {
        /// The case's name.
        package let id: String
        /// The class of the case.
        package let `class`: String
        /// A description of what the program does.
        package let title: String
        /// Whether the program reached or changed nothing of the host and left no process.
        package let contained: Bool
        /// Whether the outcome is the one that the corpus expects.
        package let classified: Bool
        /// The reasons for a failed judgement, else the outcome.
        package var evidence: String
        /// The isolation level that the sandbox reports; nil for one that reports none.
        package var isolationLevel: IsolationLevel?
        /// Wall time in seconds.
        package let seconds: Double
    }
    private let sandbox: any Sandbox
    private let policies: [String]
    private let hasLoopback: Bool
    private let clocks: Clocks

    /// The time limits of cases that do not test a time limit.
    package enum Clocks: Sendable {
        /// Limits that even a busy machine does not reach.
        case patient
        /// Limits as short as those of cases that test them, for sandboxes that are expected to fail.
        case short
    }

    /// Takes any sandbox, so that others can be judged by the same corpus; runs have a loopback of their own if `hasLoopback`.
    package init(sandbox: any Sandbox, policies: [String] = ["base", "python"], hasLoopback: Bool = false, clocks: Clocks = .patient) {
        self.sandbox = sandbox
        self.policies = policies
        self.hasLoopback = hasLoopback
        self.clocks = clocks
    }

    /// Small limits, but clocks that a busy machine does not reach.
    package static let limits = SandboxLimits(
        wallSeconds: 90, cpuSeconds: 30, memoryBytes: 96 << 20, processes: 24, outputBytes: 64 << 10, diskBytes: 8 << 20)

    private func limits(_ hostile: HostileCase) -> SandboxLimits {
        var limits = Self.limits
        func isShort(_ clock: String) -> Bool { clocks == .short || hostile.outcome.holds(clock) }
        if isShort("wall_limit") { limits.wallSeconds = 8 }
        if isShort("cpu_limit") { limits.cpuSeconds = 0.8 }
        if isShort("idle_limit") { limits.idleSeconds = 0.8 }
        return limits
    }
    private static let collected = ResultCollector.Limits(
        fileBytes: 1 << 20, totalBytes: 4 << 20, files: 200, depth: 16)

    /// Runs one case in a jail of its own.
    package func judge(_ hostile: HostileCase) async throws(SandboxError) -> Judgement {
        let hostile = hasLoopback ? hostile.withLoopback : hostile
        let canaries = try HostCanaries()
        let work: ScratchFolder
        do {
            work = try ScratchFolder(name: "hostile")
        } catch {
            throw SandboxError(.launcher, "cannot make a folder: \(error)")
        }
        chmod(work.path, 0o777)
        let mark = "hostile-\(UInt64.random(in: .min ... .max))"
        var command = SandboxCommand(
            ["/usr/bin/python3", "-I", "-S", "-c", HostileCase.prelude + hostile.program, mark],
            policies: policies, mounts: [.readWrite(host: work.path, inside: "/work")],
            environment: [
                "HOSTILE_WORK": "/work", "HOSTILE_FILE": canaries.file, "HOSTILE_PORT": "\(canaries.port)",
                "HOSTILE_SOCKET": canaries.socketPath, "HOSTILE_ABSTRACT": canaries.abstractName,
                "HOSTILE_PID": "\(getpid())",
                "HOSTILE_IPC": (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/ipc")) ?? "",
            ], directory: "/work", limits: limits(hostile))
        command.loopback = hasLoopback
        let result = try await sandbox.run(command)
        var survivors = Self.survivors(mark)
        // What is being killed may take a moment; what lives on after that has escaped.
        for _ in 0..<20 where !survivors.isEmpty {
            usleep(25_000)
            survivors = Self.survivors(mark)
        }
        var escapes = canaries.touched() + survivors
        if result.outputText.contains("OPEN"), !(hasLoopback && hostile.loopback == .open) {
            escapes.append(TerminalText.line("the program says: \(result.outputText)"))
        }
        let collection = try ResultCollector(limits: Self.collected).collect(work.path)
        let seen = [result.stdout, result.stderr] + collection.files.values
        if seen.contains(where: { String(decoding: $0, as: UTF8.self).contains(canaries.secret) }) {
            escapes.append("the host's secret was read")
        }
        if TerminalText.clean(result.outputText).unicodeScalars.contains(where: { $0 == "\u{1B}" || $0 == "\u{202E}" }) {
            escapes.append("its output would write to a terminal")
        }
        let wrong = hostile.mismatches(result, collection)
        return Judgement(
            id: hostile.id, class: hostile.group, title: hostile.title, contained: escapes.isEmpty,
            classified: wrong.isEmpty,
            evidence: escapes.isEmpty && wrong.isEmpty
                ? Self.words(result, collection) : (escapes + wrong).joined(separator: "; "),
            isolationLevel: result.isolationLevel, seconds: result.usage.wallSeconds)
    }

    /// Processes of the host that still carry the run's mark in their arguments.
    private static func survivors(_ mark: String) -> [String] {
        ProcessTable.processes { $0.contains { $0.contains(mark) } }.map { "process \($0) is still alive" }
    }

    private static func words(_ result: SandboxResult, _ collection: ResultCollector.Collection) -> String {
        var words = [result.outcome.rawValue]
        if let code = result.exitCode { words.append("status \(code)") }
        if let signal = result.signal { words.append("signal \(signal)") }
        if let limit = result.limitHit { words.append("limit \(limit.rawValue)") }
        if result.leftoversKilled > 0 { words.append("\(result.leftoversKilled) left behind, killed") }
        words += result.violations.prefix(2).map { TerminalText.line("\($0.detail) ×\($0.count)") }
        words += collection.refused.prefix(2).map { "not read: \($0.value.rawValue)" }
        return words.joined(separator: ", ")
    }
}
