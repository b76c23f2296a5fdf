import AssayCore
import AssaySupport

/// A test file that a review proposes: where the project's own runner finds it, and how it ended.
enum AddedTest {
    /// Returns a path next to the visible test that it is most like; nil when tests of the language are not found by file name.
    static func path(of source: String, beside brief: TaskBrief) -> String? {
        if brief.language == .rust { return rustPath(of: source, in: brief) }
        guard let name = names[brief.language] else { return nil }
        let tests = brief.visibleTests.paths.filter { path in name.suffixes.contains { path.hasSuffix($0) } }
        guard let beside = mostAlike(source, tests, brief.visibleTests) else { return nil }
        var file = named(like: beside, brief.testPatterns) ?? name.file
        if brief.language == .java {
            // A public class stands in a file of its name (JLS 7.6).
            guard let found = source.firstMatch(of: /\bclass\s+([A-Za-z_]\w*)/) else { return nil }
            file = "\(found.1).java"
        }
        return free(beside.parentFolder, file, brief)
    }

    /// Returns how the test file at a path ended, in a report of all tests; `known` are the checks that were there without it.
    static func outcome(in report: ReviewReport, at path: String, beside known: Set<String>) -> AddedTestOutcome {
        // Node tells a file that it cannot load as a failed test of the file's name.
        let own = report.checks.filter { $0.kind == .test && !known.contains($0.id) && $0.id != path }
        let errors = report.findings.filter { $0.severity == .error }
        guard !own.isEmpty else { return .notRun((errors.first { $0.path == path } ?? errors.first)?.message ?? "") }
        let statuses = Set(own.map(\.status))
        guard statuses.isSubset(of: [.passed, .failed, .crashed, .timeout]) else { return .notRun("not all of its tests were run") }
        if statuses == [.passed] { return .passed }
        let failed = Set(own.filter { $0.status != .passed }.map(\.id))
        return .failed(errors.first { $0.test.map(failed.contains) ?? false }?.message ?? "")
    }

    /// Cargo finds integration tests in one folder of each package, whatever is there: that of the package whose crate the source uses.
    private static func rustPath(of source: String, in brief: TaskBrief) -> String? {
        let all = brief.start.overlaid(with: brief.visibleTests)
        let manifests = all.paths.filter { $0 == "Cargo.toml" || $0.hasSuffix("/Cargo.toml") }
        let folders = manifests.map(\.parentFolder).filter { all.contains(($0 == "." ? "" : $0 + "/") + "src/lib.rs") }
        let used = folders.first { folder in
            let manifest = all[folder == "." ? "Cargo.toml" : "\(folder)/Cargo.toml"] ?? ""
            guard let name = manifest.firstMatch(of: /(?m)^\s*name\s*=\s*"([\w-]+)"/)?.1 else { return false }
            return words(source).contains(name.replacing("-", with: "_"))
        }
        guard let folder = used ?? (manifests.count > 1 ? nil : ".") else { return nil }
        return free(folder == "." ? "tests" : "\(folder)/tests", "assay_review.rs", brief)
    }

    /// The test file that shares most lines with a source, those of imports above all, then most words; of equals the first.
    ///
    /// In a tree of several packages it is the one that belongs to the same package.
    private static func mostAlike(_ source: String, _ paths: [String], _ files: FileTree) -> String? {
        let (lines, words) = (lines(source), words(source))
        var best: (path: String, lines: Int, words: Int)?
        for path in paths {
            let text = files[path] ?? ""
            let like = (path: path, lines: self.lines(text).intersection(lines).count, words: self.words(text).intersection(words).count)
            if let best, (best.lines, best.words) >= (like.lines, like.words) { continue }
            best = like
        }
        return best?.path
    }

    private static func lines(_ text: String) -> Set<String> { Set(text.lines.map { String($0).trimmed }.filter { $0.count > 3 }) }

    private static func words(_ text: String) -> Set<Substring> { Set(text.split { !($0.isLetter || $0.isNumber || $0 == "_") }) }

    /// A name that the project's runner takes for a test, as it takes a given one.
    private static func named(like test: String, _ patterns: [String]) -> String? {
        let pattern = patterns.first { $0.contains("*") && FileName.matches(test, $0) }
        guard let name = pattern?.split(separator: "/").last?.replacing("*", with: "assay_review", maxReplacements: 1) else { return nil }
        return name.contains("*") ? nil : String(name)
    }

    private static func free(_ folder: String, _ file: String, _ brief: TaskBrief) -> String? {
        let path = folder == "." ? file : "\(folder)/\(file)"
        return brief.visibleTests.contains(path) || brief.start.contains(path) ? nil : path
    }

    private static let names: [Language: (suffixes: [String], file: String)] = [
        .python: ([".py"], "test_assay_review.py"), .swift: ([".swift"], "AssayReviewTests.swift"),
        .javascript: ([".js", ".mjs", ".cjs"], "assay_review.test.js"), .typescript: ([".ts", ".mts"], "assay_review.test.ts"),
        .go: (["_test.go"], "assay_review_test.go"), .java: ([".java"], "AssayReviewTest.java"),
    ]
}
