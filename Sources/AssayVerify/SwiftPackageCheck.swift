import AssayCore
import AssaySandbox
import FoundationEssentials
import Glibc

/// Builds a SwiftPM package in one jail and runs its tests in another that cannot write it.
struct SwiftPackageCheck {
    let bench: VerificationBench
    let task: CodingTask

    func run(
        _ candidate: Candidate, _ scope: CheckScope, into evidence: inout Evidence
    ) async throws {
        let hidden = scope == .full ? task.hidden.files : FileTree()
        let tests = task.brief.visibleTests.overlaid(with: hidden)
        let room = CleanRoom(task: task, candidate: candidate, tests: tests)
        evidence.add(room)
        let workspace = try Workspace(name: "swift")
        let template = SwiftTemplate(bench: bench, task: task, tests: tests)
        try await template.copy(to: workspace)
        try workspace.write(room.tree)
        guard try await build(workspace, room, into: &evidence) else { return }
        for library in TestLibrary.used(in: tests) {
            try await test(library, workspace, room.tree, tests, hidden, into: &evidence)
        }
        try await lint(workspace, room, into: &evidence)
    }

    private func command(_ arguments: [String], _ mounts: [SandboxMount]) throws(HarnessError)
        -> SandboxCommand
    {
        let swift = try bench.swift()
        var environment = task.environment
        environment["PATH"] = swift.binaries + ":/usr/local/bin:/usr/bin:/bin"
        return SandboxCommand(
            arguments, policies: ["base", "swift"], mounts: mounts + swift.mounts,
            environment: environment, directory: "/w", limits: bench.limits)
    }

    private func build(
        _ workspace: Workspace, _ room: CleanRoom, into evidence: inout Evidence
    ) async throws -> Bool {
        var command = try command(
            SwiftTemplate.buildArguments, [.readWrite(host: workspace.path, inside: "/w")])
        command.limits = bench.limits.atLeast(SwiftTemplate.needs)
        let result = try await bench.sandbox.run(command)
        // SwiftPM itself looks for a network; a build without one is what we want.
        evidence.add(result, of: command, what: "the build", ignoring: ["socket"])
        let diagnostics = CompilerText(result.outputText + "\n" + result.errorText)
        for item in diagnostics.items where item.path != nil || !result.succeeded {
            evidence.findings.append(
                Finding(
                    kind: item.severity == .error ? .compile : .staticCheck, rule: "swiftc",
                    severity: item.severity, message: item.message, path: item.path,
                    line: item.line, column: item.column,
                    excerpt: excerpt(room.tree, item.path, item.line)))
        }
        evidence.checks.append(
            CheckResult(
                id: "build", kind: .build, status: result.succeeded ? .passed : .failed,
                seconds: result.usage.wallSeconds))
        if !result.succeeded {
            evidence.classes.insert(.compileError)
            if !diagnostics.items.contains(where: { $0.severity == .error }) {
                let tail = (result.outputText + result.errorText).suffix(600)
                evidence.findings.append(
                    Finding(
                        kind: .compile, rule: "build",
                        message: "swift build failed without a diagnostic: \(tail)"))
            }
        }
        return result.succeeded
    }

    private func test(
        _ library: TestLibrary, _ workspace: Workspace, _ tree: FileTree, _ tests: FileTree,
        _ hidden: FileTree, into evidence: inout Evidence
    ) async throws {
        let results = try workspace.folder("results-\(library.rawValue)")
        let folder = workspace.path + "/.build/debug"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard let bundle = names.first(where: { $0.hasSuffix(".xctest") }) else {
            evidence.classes.insert(.incomplete)
            return
        }
        let binary = "/w/.build/debug/" + bundle
        let arguments =
            switch library {
            case .swiftTesting:
                [
                    binary, "--testing-library", "swift-testing", "--event-stream-output-path",
                    "/results/events.jsonl", "--event-stream-version", "0", "--no-parallel",
                ]
            case .xctest: [binary]
            }
        let command = try command(
            arguments,
            [.overlay(host: workspace.path, inside: "/w"), .readWrite(host: results, inside: "/results")]
        )
        let result = try await bench.sandbox.run(command)
        evidence.add(result, of: command, what: "the test run")
        let outcomes: TestOutcomes
        switch library {
        case .swiftTesting:
            let bytes = ResultCollector().file("events.jsonl", in: results) ?? []
            outcomes = SwiftTestingEvents.read(String(decoding: bytes, as: UTF8.self))
        case .xctest:
            outcomes = XCTestText.read(result.outputText + "\n" + result.errorText)
        }
        outcomes.report(
            result, expected: library.expectedTests(in: tests), tree: tree, hidden: hidden,
            into: &evidence)
    }

    private func lint(
        _ workspace: Workspace, _ room: CleanRoom, into evidence: inout Evidence
    ) async throws {
        let sources = (room.delivered.isEmpty ? task.brief.start : room.delivered).paths
            .filter { $0.hasSuffix(".swift") && !$0.hasSuffix("Package.swift") }
        guard !sources.isEmpty else { return }
        let swift = try bench.swift()
        // The package's own configuration decides; without one, formatting is not ours to judge.
        let own = room.tree[".swift-format"] != nil
        let rules = own ? [] : ["--configuration", Self.lintConfiguration]
        let command = try command(
            [swift.binaries + "/swift-format", "lint"] + rules + sources,
            [.readOnly(host: workspace.path, inside: "/w")])
        let result = try await bench.sandbox.run(command)
        evidence.summary.add(result)
        let items = CompilerText(result.errorText).items
        evidence.checks.append(
            CheckResult(
                id: "swift-format", kind: .staticCheck, status: items.isEmpty ? .passed : .failed,
                seconds: result.usage.wallSeconds))
        for item in items {
            evidence.findings.append(
                Finding(
                    kind: .staticCheck, rule: "swift-format", severity: .note,
                    message: item.message, path: item.path, line: item.line, column: item.column,
                    excerpt: excerpt(room.tree, item.path, item.line)))
        }
    }

    /// Indentation as most packages have it; only rules about meaning matter here.
    private static let lintConfiguration =
        #"{"version":1,"lineLength":160,"indentation":{"spaces":4},"rules":{"NeverForceUnwrap":true,"NeverUseForceTry":true}}"#
}

/// The two test libraries of SwiftPM.
enum TestLibrary: String, CaseIterable {
    case swiftTesting, xctest

    static func used(in tests: FileTree) -> [TestLibrary] {
        allCases.filter { library in
            tests.files.values.contains { $0.contains("import \(library.module)") }
        }
    }

    private var module: String { self == .swiftTesting ? "Testing" : "XCTest" }

    /// Lists test functions from the source, before any code of the candidate runs.
    func expectedTests(in tests: FileTree) -> [(name: String, path: String)] {
        var found: [(name: String, path: String)] = []
        for path in tests.paths {
            guard let text = tests[path], text.contains("import \(module)") else { continue }
            switch self {
            case .swiftTesting:
                for match in text.matches(of: /@Test\b[\s\S]*?\bfunc\s+`?(\w+)/) {
                    found.append((String(match.1), path))
                }
            case .xctest:
                for match in text.matches(of: /\bfunc\s+(test\w*)\s*\(\s*\)/) {
                    found.append((String(match.1), path))
                }
            }
        }
        return found
    }
}
