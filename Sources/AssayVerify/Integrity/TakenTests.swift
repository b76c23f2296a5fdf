import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains
import FoundationEssentials

/// A hidden test whose text went into other code while that was compiled.
struct TakenTest: Hashable, Sendable {
    /// What was compiled: a path, or its bare name.
    let unit: String
    /// The path of the test.
    let test: String
}

extension ProjectSession {
    /// The sources of tests that no candidate may know.
    var hiddenTests: Set<String> { Self.hiddenTests(of: task, source, profile) }

    /// The sources of tests in a tree that no candidate of a task may know.
    static func hiddenTests(of task: CodingTask, _ source: ProjectSource, _ profile: ToolchainProfile) -> Set<String> {
        source.generatedTests.union(task.hidden.files.paths.filter { profile.isSource($0) && source.tree.contains($0) })
    }

    /// Variables of a build by which its tools write down what they read; none where there is nothing to hide.
    func inputEnvironment() async throws -> [String: String] {
        guard !hiddenTests.isEmpty, let variables = profile.inputs?.environment, try await runner.sandbox.keepsPlaces else { return [:] }
        return variables
    }

    /// Returns the hidden tests that went into code other than their own.
    func takenTests() async throws -> Set<TakenTest> {
        let hidden = hiddenTests
        // A direct build is of Swift alone, which takes in no file.
        guard let rules = profile.inputs, !hidden.isEmpty, route != .direct, try await runner.sandbox.keepsPlaces else { return [] }
        let sources = source.tree.filtered { !hidden.contains($0) && profile.isSource($0) }
        guard rules.words.map({ words in sources.paths.contains { Tripwires.holds(sources[$0] ?? "", one: words) } }) != false else { return [] }
        let step = ToolchainProfile.Step(command: rules.command, parser: .none)
        let result = try await runner.sandbox.run(command(step, template, at: readPlace, limits: runner.limits.symbols(of: profile)))
        let tests = hidden.union(task.brief.visibleTests.paths)
        let names = Set(tests.map(Self.stem))
        let taken = result.outputText.lines.compactMap { line -> TakenTest? in
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            let (unit, file) = (Self.place(parts[0]), Self.place(parts[1]))
            let isTest = tests.contains(unit) || !unit.contains("/") && names.contains(Self.stem(unit))
            return hidden.contains(file) && !isTest ? TakenTest(unit: unit, test: file) : nil
        }
        return Set(taken)
    }

    /// A file's own name without its extension.
    private static func stem(_ path: String) -> String { SuiteListing.stem(String(path.split(separator: "/").last ?? "")) }

    /// A path in the workspace, without steps back.
    private static func place(_ path: Substring) -> String {
        var parts: [Substring] = []
        for part in (path.hasPrefix("/w/") ? path.dropFirst(3) : path).split(separator: "/") where part != "." {
            if part == "..", !parts.isEmpty { parts.removeLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}

extension ProjectStrategy {
    /// Flags a candidate whose code took in the text of hidden tests; what the reference takes in as well is asked for.
    func flagTakenTests(_ taken: Set<TakenTest>, _ subject: ProjectSubject) async throws -> Evidence {
        let known = try await control(subject.tests, subject.system)?.session.takenTests() ?? []
        let own = taken.subtracting(known).sorted { ($0.test, $0.unit) < ($1.test, $1.unit) }
        guard let first = own.first else { return Evidence() }
        let place = Self.place(of: first, in: subject.room.delivered)
        return Evidence(
            .tamperingSuspected,
            Finding(
                kind: .integrity, rule: "takes-in-tests", message: "takes in the text of a hidden test while it is compiled: \(first.test)",
                path: place?.path, line: place?.line, excerpt: excerpt(subject.room.delivered, place?.path, place?.line), hidden: true))
    }

    /// A place in a candidate's files.
    private struct Place {
        var path: String
        var line: Int
    }

    /// The line that takes in a test: the first that names it, else the first with a word for taking in a file.
    private static func place(of taken: TakenTest, in files: FileTree) -> Place? {
        let paths = files.paths.filter { $0 == taken.unit } + files.paths
        let name = taken.test.split(separator: "/").last.map(String.init) ?? taken.test
        for words in [[name], ["incbin", "include_", "embed"], ["include"]] {
            for path in paths {
                let lines = (files[path] ?? "").rawLines
                guard let index = lines.firstIndex(where: { line in words.contains { line.contains($0) } }) else { continue }
                return Place(path: path, line: index + 1)
            }
        }
        return files.paths.first.map { Place(path: $0, line: 1) }
    }
}
