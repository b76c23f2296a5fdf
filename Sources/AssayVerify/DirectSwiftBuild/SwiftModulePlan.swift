import AssaySupport
import AssayToolchains

/// The modules of a plain package in the order in which they are compiled, and the files of that build.
///
/// Nil unless the package is made of Swift files alone and finding its tests takes no guess: whatever is
/// not plain is SwiftPM's to build.
struct SwiftModulePlan {
    /// Modules of the package, in order.
    let modules: [String]
    /// The files of those modules.
    private let moduleSources: [String]
    /// Modules of its tests, in order, the runner of XCTest last.
    let tests: [String]
    /// Those whose objects may serve another candidate: not those of tests that were drawn for this one.
    var lasting: [String] { tests.filter { !$0.hasSuffix(Self.drawn) } }
    /// What the build is told, by path in the workspace.
    let files: FileTree
    /// The test program of each suite, by the suite's id.
    let artifacts: [String: String]

    private static let testingSuite = "swift-testing"
    private static let xctestSuite = "xctest"
    private static let runner = "AssayRunner"
    /// Behind the name of a test module, that of its drawn tests.
    private static let drawn = "AssayDrawn"

    /// Plans the build of a tree whose manifest is known.
    ///
    /// `suites` are those that its tests use. Test files that are `apart` become modules of their own, so that the others
    /// need not be compiled with them.
    init?(_ manifest: SwiftManifest, _ tree: FileTree, suites: [String], apart: Set<String> = []) {
        guard manifest.dependencies.isEmpty, !suites.isEmpty,
            manifest.targets.allSatisfy({ $0.isPlain && $0.name.wholeMatch(of: /[A-Za-z_]\w*/) != nil }),
            let targets = Self.ordered(manifest.targets)
        else { return nil }
        var files: [String: String] = [:]
        var modules: [String] = []
        var tests: [String] = []
        var moduleSources: [String] = []
        var objects = ""
        var classes: [(module: String, classes: [XCTestClass])] = []
        func arguments(_ name: String, _ flags: [String], _ sources: [String]) -> String {
            let text = (flags + sources.map { Self.quoted("/w/" + $0) }).joined(separator: "\n") + "\n"
            files[".assay/\(name).arguments"] = text
            return text
        }
        for target in targets {
            guard let sources = Self.sources(of: target, in: tree) else { return nil }
            let isTest = target.type == "test"
            let flags =
                [
                    "-swift-version \(manifest.languageMode) -D SWIFT_PACKAGE -D DEBUG -D SWIFT_MODULE_RESOURCE_BUNDLE_UNAVAILABLE",
                    "-package-name w",
                ] + (isTest ? ["-enable-cross-import-overlays"] : [])
            func emitting(_ name: String) -> [String] { ["-emit-module -emit-module-path .assay/\(name).swiftmodule"] }
            guard isTest else {
                _ = arguments(target.name, flags + emitting(target.name), sources)
                modules.append(target.name)
                moduleSources += sources
                objects += ".assay/\(target.name).o\n"
                continue
            }
            let drawn = sources.filter(apart.contains)
            for (name, sources) in [(target.name, sources.filter { !apart.contains($0) }), (target.name + Self.drawn, drawn)] where !sources.isEmpty {
                guard !targets.contains(where: { $0.name == name && name != target.name }) else { return nil }
                if suites.contains(Self.xctestSuite) {
                    guard let found = XCTestClass.all(in: sources.compactMap { tree[$0] }) else { return nil }
                    if !found.isEmpty { classes.append((name, found)) }
                }
                // Tests are imported by the runner of XCTest alone.
                let text = arguments(name, flags + (suites.contains(Self.xctestSuite) ? emitting(name) : []), sources)
                files[".assay/\(name).digest"] = Digest.of(text + sources.compactMap { tree[$0] }.map { Digest.of($0) }.joined())
                tests.append(name)
                objects += ".assay/\(name).o\n"
            }
        }
        var artifacts: [String: String] = [:]
        for suite in suites {
            switch suite {
            case Self.testingSuite: files[".assay/\(suite).objects"] = objects + "/cache/runner.o\n"
            case Self.xctestSuite:
                let names = classes.flatMap(\.classes).map(\.name)
                guard !names.isEmpty, Set(names).count == names.count else { return nil }
                let runner = XCTestClass.runner(classes)
                files[".assay/\(Self.runner).swift"] = runner
                // A list of tests is no Sendable value, so the runner keeps the mode in which it need not be.
                files[".assay/\(Self.runner).arguments"] = "-swift-version 5 -suppress-warnings .assay/\(Self.runner).swift\n"
                files[".assay/\(Self.runner).digest"] = Digest.of(runner)
                tests.append(Self.runner)
                files[".assay/\(suite).objects"] = objects + ".assay/\(Self.runner).o\n"
            default: return nil
            }
            artifacts[suite] = "/w/.assay/" + suite
        }
        guard let files = try? FileTree(files) else { return nil }
        self.modules = modules
        self.moduleSources = moduleSources
        self.tests = tests
        self.files = files
        self.artifacts = artifacts
    }

    /// What the package's own modules are made of in a tree; the manifest, which says how, is pristine.
    func sources(of tree: FileTree) -> [String?] { moduleSources.map { tree[$0] } }

    /// A target's files; nil unless all that lies in its folder is Swift without code at its top level.
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
