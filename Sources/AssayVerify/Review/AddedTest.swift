import AssayCore
import AssaySupport

/// Chooses the path of a test file that a review proposes, so that the project's own runner finds it.
enum AddedTest {
    /// Returns a path next to the visible tests; nil when tests of the language are not found by file name.
    static func path(of source: String, beside brief: TaskBrief) -> String? {
        // Cargo finds integration tests in one folder, whatever is there.
        if brief.language == .rust { return "tests/assay_review.rs" }
        guard let name = names[brief.language],
            let beside = brief.visibleTests.paths.first(where: { path in name.suffixes.contains { path.hasSuffix($0) } })
        else { return nil }
        let folder = beside.parentFolder
        var file = name.file
        if brief.language == .java {
            // A public class stands in a file of its name (JLS 7.6).
            guard let found = source.firstMatch(of: /\bclass\s+([A-Za-z_]\w*)/) else { return nil }
            file = "\(found.1).java"
        }
        let path = folder == "." ? file : "\(folder)/\(file)"
        return brief.visibleTests.contains(path) || brief.start.contains(path) ? nil : path
    }

    private static let names: [Language: (suffixes: [String], file: String)] = [
        .python: ([".py"], "test_assay_review.py"), .swift: ([".swift"], "AssayReviewTests.swift"),
        .javascript: ([".js", ".mjs", ".cjs"], "assay_review.test.js"), .typescript: ([".ts", ".mts"], "assay_review.test.ts"),
        .go: (["_test.go"], "assay_review_test.go"), .java: ([".java"], "AssayReviewTest.java"),
    ]
}
