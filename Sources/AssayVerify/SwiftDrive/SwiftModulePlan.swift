import AssayCore

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
    /// SHA-256 of the tests' files and of how they are compiled.
    let testsDigest: String
    /// What the build is told, by path in the workspace.
    let files: FileTree
    /// The test program of each suite, by the suite's id.
    let artifacts: [String: String]

    private static let testingSuite = "swift-testing"
    private static let xctestSuite = "xctest"
    private static let runner = "AssayRunner"

    /// Plans the build of a tree whose manifest is known; `suites` are those that its tests use.
    init?(_ manifest: SwiftManifest, _ tree: FileTree, suites: [String]) {
        guard manifest.dependencies.isEmpty, !suites.isEmpty,
            manifest.targets.allSatisfy({ $0.isPlain && $0.name.wholeMatch(of: /[A-Za-z_]\w*/) != nil }),
            let targets = Self.ordered(manifest.targets)
        else { return nil }
        var files: [String: String] = [:]
        var modules: [String] = []
        var tests: [String] = []
        var testSources: [String] = []
        var moduleSources: [String] = []
        var objects = ""
        var classes: [(module: String, classes: [XCTestClass])] = []
        for target in targets {
            guard let sources = Self.sources(of: target, in: tree) else { return nil }
            let isTest = target.type == "test"
            if isTest, suites.contains(Self.xctestSuite) {
                guard let found = XCTestClass.all(in: sources.compactMap { tree[$0] }) else { return nil }
                if !found.isEmpty { classes.append((target.name, found)) }
            }
            let flags =
                [
                    "-swift-version \(manifest.languageMode) -D SWIFT_PACKAGE -D DEBUG -D SWIFT_MODULE_RESOURCE_BUNDLE_UNAVAILABLE",
                    "-package-name w",
                ] + (isTest ? ["-enable-cross-import-overlays"] : [])
                // Tests are imported by the runner of XCTest alone.
                + (!isTest || suites.contains(Self.xctestSuite) ? ["-emit-module -emit-module-path .assay/\(target.name).swiftmodule"] : [])
            files[".assay/\(target.name).arguments"] =
                (flags + sources.map { Self.quoted("/w/" + $0) }).joined(separator: "\n") + "\n"
            if isTest {
                tests.append(target.name)
            } else {
                modules.append(target.name)
                moduleSources += sources
            }
            if isTest { testSources += [files[".assay/\(target.name).arguments"] ?? ""] + sources.compactMap { tree[$0] } }
            objects += ".assay/\(target.name).o\n"
        }
        var artifacts: [String: String] = [:]
        for suite in suites {
            switch suite {
            case Self.testingSuite: files[".assay/\(suite).objects"] = objects + "/cache/runner.o\n"
            case Self.xctestSuite:
                let names = classes.flatMap(\.classes).map(\.name)
                guard !names.isEmpty, Set(names).count == names.count else { return nil }
                files[".assay/\(Self.runner).swift"] = XCTestClass.runner(classes)
                // A list of tests is no Sendable value, so the runner keeps the mode in which it need not be.
                files[".assay/\(Self.runner).arguments"] = "-swift-version 5 -suppress-warnings .assay/\(Self.runner).swift\n"
                tests.append(Self.runner)
                testSources.append(files[".assay/\(Self.runner).swift"] ?? "")
                files[".assay/\(suite).objects"] = objects + ".assay/\(Self.runner).o\n"
            default: return nil
            }
            artifacts[suite] = "/w/.assay/" + suite
        }
        guard let files = try? FileTree(files) else { return nil }
        self.modules = modules
        self.moduleSources = moduleSources
        self.tests = tests
        testsDigest = Digest.of(testSources.map { Digest.of($0) }.joined())
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
