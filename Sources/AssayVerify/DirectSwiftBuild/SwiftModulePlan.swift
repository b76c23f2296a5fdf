import AssaySupport
import AssayToolchains

/// The modules of a plain package in the order in which they are compiled, and the files of that build.
///
/// Nil unless the package is made of Swift files alone and finding its tests takes no guess: whatever is
/// not plain is SwiftPM's to build.
struct SwiftModulePlan {
    /// Modules of the package, in order.
    private(set) var modules: [String] = []
    /// The files of those modules.
    private var moduleSources: [String] = []
    /// Modules of its tests, in order, the runner of XCTest last.
    private(set) var tests: [String] = []
    /// The files that tell the compiler what to build, by path in the workspace.
    private(set) var files = FileTree()
    /// The test program of each suite, by the suite's id.
    private(set) var artifacts: [String: String] = [:]
    /// The object files of all modules, one a line.
    private var objects = ""
    /// The test classes of each module of tests.
    private var classes: [(module: String, classes: [XCTestClass])] = []

    private static let testingSuite = "swift-testing"
    private static let xctestSuite = "xctest"
    private static let runner = "AssayRunner"
    /// The suffix of the name of the module with the generated tests of a test module.
    private static let generatedSuffix = "AssayDrawn"

    /// Test modules whose objects may serve another candidate: not those of tests that were generated for this one.
    var lasting: [String] { tests.filter { !$0.hasSuffix(Self.generatedSuffix) } }

    /// Plans the build of a tree whose manifest is known.
    ///
    /// `suites` are those that its tests use. Test files that are `generated` become modules of their own, so that the
    /// others need not be compiled with them.
    init?(_ manifest: SwiftManifest, _ tree: FileTree, suites: [String], generated: Set<String> = []) {
        guard manifest.dependencies.isEmpty, !suites.isEmpty,
            manifest.targets.allSatisfy({ $0.isPlain && $0.name.wholeMatch(of: /[A-Za-z_]\w*/) != nil }),
            let targets = Self.ordered(manifest.targets)
        else { return nil }
        let mode = manifest.languageMode
        let names = Set(targets.map(\.name))
        do {
            for target in targets {
                guard let sources = Self.sources(of: target, in: tree) else { return nil }
                if target.type != "test" {
                    try addModule(target.name, sources, mode)
                    continue
                }
                let own = target.name + Self.generatedSuffix
                let parts = [
                    (name: target.name, sources: sources.filter { !generated.contains($0) }), (name: own, sources: sources.filter(generated.contains)),
                ]
                for part in parts where !part.sources.isEmpty {
                    guard part.name == target.name || !names.contains(part.name),
                        try addTests(part.name, part.sources, in: tree, mode, forXCTest: suites.contains(Self.xctestSuite))
                    else { return nil }
                }
            }
            for suite in suites { guard try addProgram(of: suite) else { return nil } }
        } catch {
            return nil
        }
    }

    /// Adds a module of the package.
    private mutating func addModule(_ name: String, _ sources: [String], _ languageMode: String) throws {
        _ = try addArguments(name, Self.flags(languageMode) + [Self.emitting(name)], sources)
        modules.append(name)
        moduleSources += sources
        objects += ".assay/\(name).o\n"
    }

    /// Adds a module of tests; false when its test classes cannot be determined.
    private mutating func addTests(
        _ name: String, _ sources: [String], in tree: FileTree, _ languageMode: String, forXCTest: Bool
    ) throws -> Bool {
        if forXCTest {
            guard let found = XCTestClass.all(in: sources.compactMap { tree[$0] }) else { return false }
            if !found.isEmpty { classes.append((name, found)) }
        }
        // Tests are imported by the runner of XCTest alone.
        let flags = Self.flags(languageMode) + ["-enable-cross-import-overlays"] + (forXCTest ? [Self.emitting(name)] : [])
        let text = try addArguments(name, flags, sources)
        try files.set(".assay/\(name).digest", Digest.of(text + sources.compactMap { tree[$0] }.map { Digest.of($0) }.joined()))
        tests.append(name)
        objects += ".assay/\(name).o\n"
        return true
    }

    /// Adds the test program of a suite; false where it cannot be made.
    private mutating func addProgram(of suite: String) throws -> Bool {
        switch suite {
        case Self.testingSuite: try files.set(".assay/\(suite).objects", objects + "/cache/runner.o\n")
        case Self.xctestSuite:
            let names = classes.flatMap(\.classes).map(\.name)
            guard !names.isEmpty, Set(names).count == names.count else { return false }
            let runner = XCTestClass.runner(classes)
            try files.set(".assay/\(Self.runner).swift", runner)
            // A list of tests is no Sendable value, so the runner keeps the mode in which it need not be.
            try files.set(".assay/\(Self.runner).arguments", "-swift-version 5 -suppress-warnings .assay/\(Self.runner).swift\n")
            try files.set(".assay/\(Self.runner).digest", Digest.of(runner))
            tests.append(Self.runner)
            try files.set(".assay/\(suite).objects", objects + ".assay/\(Self.runner).o\n")
        default: return false
        }
        artifacts[suite] = "/w/.assay/" + suite
        return true
    }

    /// Adds the response file with which the compiler makes a module, and returns its text.
    private mutating func addArguments(_ name: String, _ flags: [String], _ sources: [String]) throws -> String {
        let text = (flags + sources.map { Self.quoted("/w/" + $0) }).joined(separator: "\n") + "\n"
        try files.set(".assay/\(name).arguments", text)
        return text
    }

    /// The flags that SwiftPM gives in a debug build.
    private static func flags(_ languageMode: String) -> [String] {
        [
            "-swift-version \(languageMode) -D SWIFT_PACKAGE -D DEBUG -D SWIFT_MODULE_RESOURCE_BUNDLE_UNAVAILABLE",
            "-package-name w",
        ]
    }

    private static func emitting(_ name: String) -> String { "-emit-module -emit-module-path .assay/\(name).swiftmodule" }

    /// The text of each source file of the pristine manifest's modules in a tree; nil for a missing one.
    func sources(of tree: FileTree) -> [String?] { moduleSources.map { tree[$0] } }

    /// The files of a target; nil unless its folder contains only Swift files without top-level code.
    private static func sources(of target: SwiftManifest.Target, in tree: FileTree) -> [String]? {
        let folder = target.path ?? (target.type == "test" ? "Tests/" : "Sources/") + target.name
        let inside = tree.paths.filter { $0.hasPrefix(folder + "/") && !$0.hasSuffix(".md") }
        let plain = inside.allSatisfy { path in
            path.hasSuffix(".swift") && !path.hasSuffix("/main.swift") && !path.hasSuffix("/LinuxMain.swift")
                && tree[path]?.contains("@main") == false
        }
        return plain && !inside.isEmpty ? inside : nil
    }

    /// Targets after those they build on; nil where one is not there or they build on each other.
    private static func ordered(_ targets: [SwiftManifest.Target]) -> [SwiftManifest.Target]? {
        var done: [SwiftManifest.Target] = []
        var open = targets
        while !open.isEmpty {
            let next = open.firstIndex { target in
                (target.targets ?? []).allSatisfy { name in done.contains { $0.name == name } }
            }
            guard let next else { return nil }
            done.append(open.remove(at: next))
        }
        return done
    }

    /// One word of a response file.
    private static func quoted(_ word: String) -> String {
        "\"" + word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
