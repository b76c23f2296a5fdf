import AssayCore
import AssaySupport

/// Chooses the path of a test file that a review proposes, so that the project's own runner finds it.
enum AddedTest {
    /// Returns a path next to the visible tests; nil when tests of the language are not found by file name.
    static func path(beside brief: TaskBrief) -> String? {
        guard let name = names[brief.language],
            let beside = brief.visibleTests.paths.first(where: { $0.hasSuffix(name.suffix) })
        else { return nil }
        let folder = beside.parentFolder
        return folder == "." ? name.file : "\(folder)/\(name.file)"
    }

    private static let names: [Language: (suffix: String, file: String)] = [
        .python: (".py", "test_assay_review.py"), .swift: (".swift", "AssayReviewTests.swift"),
        .javascript: (".js", "assay_review.test.js"), .go: ("_test.go", "assay_review_test.go"),
    ]
}
