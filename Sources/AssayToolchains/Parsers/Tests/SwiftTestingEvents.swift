import AssaySupport

/// Reads Swift Testing's event stream (JSON Lines, ABI version 0), which survives a crash.
package enum SwiftTestingEvents {
    private struct Line: Decodable {
        struct Message: Decodable {
            var symbol: String?
            var text: String
        }
        struct Place: Decodable {
            var _filePath: String?
            var line: Int?
        }
        struct Issue: Decodable {
            var isKnown: Bool?
            /// False for a warning, from Swift 6.3 on.
            var isFailure: Bool?
            var sourceLocation: Place?
        }
        struct Payload: Decodable {
            var kind: String
            var testID: String?
            var messages: [Message]?
            var issue: Issue?
        }
        var kind: String
        var payload: Payload
    }

    /// Returns the outcomes of the tests that it names; what is not of this format is passed over.
    ///
    /// Tests are named by their function, or as `swift test list` does: `Module.Suite/name()`.
    package static func read(_ text: String, withSuites: Bool = false) -> TestOutcomes {
        var outcomes = TestOutcomes()
        for raw in text.lines {
            // Keys are read as they are, since the stream does not use snake_case.
            guard let line = JSON.foreign(Line.self, String(raw)), line.kind == "event" else {
                continue
            }
            if line.payload.kind == "runEnded" { outcomes.runEnded = true }
            let isFailure = line.payload.kind == "issueRecorded" && line.payload.issue?.isKnown != true && line.payload.issue?.isFailure != false
            guard let id = line.payload.testID, let function = function(id) else {
                // Of a suite, or of a task that no test waited for.
                if isFailure { outcomes.problems.append(.init(.exitStatus, line.payload.messages?.first?.text ?? "an issue outside of any test")) }
                continue
            }
            let name = withSuites ? listed(id) : function
            switch line.payload.kind {
            case "testStarted": outcomes.update(name) { $0.started = true }
            case "testEnded": outcomes.update(name) { $0.ended = true }
            case "testSkipped": outcomes.update(name) { $0.skipped = true }
            case "issueRecorded" where isFailure:
                let said = line.payload.messages?.first?.text ?? "expectation failed"
                let place = line.payload.issue?.sourceLocation
                let path = place?._filePath.map { $0.hasPrefix("/w/") ? String($0.dropFirst(3)) : $0 }
                outcomes.update(name) {
                    $0.issues.append(.init(message: said, path: path, line: place?.line))
                }
            default: break
            }
        }
        return outcomes
    }

    /// An id without its last part, the place.
    private static func listed(_ id: String) -> String {
        guard let end = id.lastIndex(of: "/"), id[end...].contains(".swift:") else { return id }
        return String(id[..<end])
    }

    /// The function's name in an id such as `M.Suite/name()/File.swift:1:2`; nil for a suite.
    private static func function(_ id: String) -> String? {
        for part in id.split(separator: "/").dropFirst() {
            if let open = part.firstIndex(of: "(") {
                return String(part[..<open]).filter { $0 != "`" }
            }
        }
        // A free function: `Module.name()/File.swift:1:2`.
        guard let head = id.split(separator: "/").first, let open = head.firstIndex(of: "("),
            let dot = head[..<open].lastIndex(of: ".")
        else { return nil }
        return String(head[head.index(after: dot)..<open]).filter { $0 != "`" }
    }
}
