import AssaySupport

/// The Common Test Report Format (ctrf.io).
enum CTRFDocument {
    private struct Document: Encodable {
        var reportFormat = "CTRF"
        var specVersion = "0.0.0"
        var results: Results
    }
    private struct Results: Encodable {
        var tool: Tool
        var summary: Summary
        var tests: [Item]
        var extra: [String: String]
    }
    private struct Tool: Encodable {
        var name = "assay"
        var version = AssayVersion.current
    }
    private struct Summary: Encodable {
        var tests: Int
        var passed: Int
        var failed: Int
        var pending: Int
        var skipped: Int
        var other: Int
        var start: Int
        var stop: Int
    }
    struct Item: Encodable {
        var name: String
        var status: String
        /// Milliseconds.
        var duration: Int
        var message: String?
        var filePath: String?
        var line: Int?
        var rawStatus: String
        var tags: [String]
        var suite: [String]
    }

    /// Writes tests that took so long together.
    static func render(_ items: [Item], milliseconds: Int, extra: [String: String]) throws -> String {
        func count(_ status: String) -> Int { items.count { $0.status == status } }
        return try JSON.foreign(
            Document(
                results: Results(
                    tool: Tool(),
                    summary: Summary(
                        tests: items.count, passed: count("passed"), failed: count("failed"), pending: count("pending"),
                        skipped: count("skipped"), other: count("other"), start: 0, stop: milliseconds),
                    tests: items, extra: extra)))
    }
}
