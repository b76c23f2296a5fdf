extension OutputParser {
    /// Whether a line that a runner has printed says that a test has come out, for progress alone: a count that decides nothing.
    package func endsTest(_ line: Substring) -> Bool {
        func says(_ key: String, _ values: [String]) -> Bool {
            // Writers of JSON differ in blanks.
            values.contains { line.contains("\"\(key)\":\"\($0)\"") || line.contains("\"\(key)\": \"\($0)\"") }
        }
        return switch self {
        case .pytest: says("event", ["started"])
        case .testEvents: says("event", ["passed", "failed", "skipped"])
        case .nodeProject: says("event", ["passed", "failed", "skipped"]) || line.hasPrefix("ok ") || line.hasPrefix("not ok ")
        case .projectOutput, .scripts:
            line.hasPrefix("ok ") || line.hasPrefix("not ok ") || line.contains("[       OK ]") || line.contains("[  FAILED  ]") || line.hasPrefix("PASS: ")
                || line.hasPrefix("FAIL: ")
        case .tap: line.hasPrefix("ok ") || line.hasPrefix("not ok ")
        case .goTestJSON: line.contains("\"Test\"") && says("Action", ["pass", "fail", "skip"])
        case .cargoTestJSON, .cargoProject: says("type", ["test"]) && says("event", ["ok", "failed", "ignored"])
        case .swiftTesting, .swiftTestingProject: says("kind", ["testEnded", "testSkipped"]) && line.contains("()")
        case .xctest, .xctestProject: line.hasPrefix("Test Case ") && !line.contains("' started")
        case .ctest: line.contains(" Test ") && (line.contains(" Passed ") || line.contains("***"))
        default: false
        }
    }
}
