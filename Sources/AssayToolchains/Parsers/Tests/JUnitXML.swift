import AssaySupport
import FoundationEssentials
import FoundationXML

import class Foundation.NSObject

/// Reads JUnit XML as test runners write it, by the common part of its dialects
/// (the schema of the Jenkins xUnit plugin, `junit-10.xsd`): cases with failures, errors and skips.
///
/// The file is written when all is over, so a run that dies leaves none and nothing of it is known.
package enum JUnitXML {
    /// Returns the outcomes of the tests that it names; what is not of this format is passed over.
    package static func read(_ text: String) -> TestOutcomes { read(text, namesClasses: false) }

    /// Returns the outcomes of several reports, with tests named by their classes too.
    ///
    /// The folders of several modules hold a report for each class. Between reports stands NUL, which no XML can hold.
    package static func read(all text: String) -> TestOutcomes {
        var all = TestOutcomes()
        let reports = text.split(separator: "\0").map(String.init)
        all.runEnded = !reports.isEmpty
        for report in reports {
            let outcomes = read(report, namesClasses: true)
            all.outcomes += outcomes.outcomes
            all.problems += outcomes.problems
            all.runEnded = all.runEnded && outcomes.runEnded
        }
        return all
    }

    private static func read(_ text: String, namesClasses: Bool) -> TestOutcomes {
        let parser = XMLParser(data: Data(text.utf8))
        let cases = Cases(namesClasses: namesClasses)
        parser.delegate = cases
        parser.shouldResolveExternalEntities = false
        // The parser reports success for truncated files too, so its result is not used.
        _ = parser.parse()
        var outcomes = cases.outcomes
        // Failures that only the suite counts or reports, not one of its cases.
        if cases.counted > cases.told || !cases.issues.isEmpty {
            let text = cases.issues.first?.message ?? "\(cases.counted) failures and errors are counted, \(cases.told) are reported"
            outcomes.problems.append(.init(.exitStatus, "outside of any test: \(text)"))
        }
        outcomes.runEnded = cases.isWhole
        return outcomes
    }

    /// Collects cases while the parser walks through the file.
    private final class Cases: NSObject, XMLParserDelegate {
        var outcomes = TestOutcomes()
        private let namesClasses: Bool
        private var times: [String: Int] = [:]
        private var name: String?
        private(set) var issues: [TestOutcomes.Issue] = []
        /// The failures and errors that the outermost element counts.
        private(set) var counted = 0
        /// The failures and errors of cases.
        private(set) var told = 0
        /// The output of the test case.
        private var output = ""
        private var depth = 0
        private var isBroken = false
        private var isClosed = false
        /// Whether the outermost element was closed and nothing was wrong.
        var isWhole: Bool { isClosed && !isBroken }

        init(namesClasses: Bool) {
            self.namesClasses = namesClasses
        }

        /// Whether the report is pytest's.
        private var isPytest = false

        /// The name of a case; cases of one name are counted where classes are named, as parameters need not be in it.
        private func name(_ attributes: [String: String]) -> String? {
            if isPytest, let id = Self.nodeID(attributes) { return id }
            guard namesClasses, let own = attributes["name"] else { return attributes["name"] }
            let full = [attributes["classname"] ?? "", own].filter { !$0.isEmpty }.joined(separator: ".")
            times[full, default: 0] += 1
            return times[full].map { $0 > 1 ? "\(full) (\($0))" : full }
        }

        /// The name by which pytest itself knows a case; nil where the report does not name its file.
        private static func nodeID(_ attributes: [String: String]) -> String? {
            guard let file = attributes["file"], let own = attributes["name"] else { return nil }
            let module = (file.hasSuffix(".py") ? String(file.dropLast(3)) : file).replacing("/", with: ".")
            let classes = (attributes["classname"] ?? "").trimmingPrefix(module).split(separator: ".")
            return ([file] + classes.map(String.init) + [own]).joined(separator: "::")
        }

        /// The text of the element that is being read.
        private var text = ""

        func parser(
            _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String] = [:]
        ) {
            text = ""
            depth += 1
            if element.hasPrefix("testsuite") {
                isPytest = isPytest || attributes["name"] == "pytest"
                let number = ["failures", "errors"].compactMap { attributes[$0].flatMap { Int($0) } }.reduce(0, +)
                // Of nested suites each may count what is in it once more.
                counted = depth == 1 ? number : max(counted, number)
            }
            switch element {
            case "testcase":
                name = name(attributes)
                (issues, output) = ([], "")
                let seconds = attributes["time"].flatMap(Double.init)
                guard let name else { return }
                outcomes.update(name) { outcome in
                    // Told twice, a test that was skipped once stays skipped.
                    (outcome.started, outcome.ended, outcome.seconds) = (!outcome.skipped, !outcome.skipped, seconds)
                }
                if ["notrun", "disabled"].contains(attributes["status"] ?? "") { skip(name) }
            case "skipped":
                if let name { skip(name) }
            case "failure", "error":
                issues.append(
                    .init(
                        message: attributes["message"] ?? "", path: attributes["file"].map(OutputParser.relative),
                        line: attributes["line"].flatMap { Int($0) }))
            default: break
            }
        }

        private func skip(_ name: String) {
            outcomes.update(name) { ($0.started, $0.ended, $0.skipped) = (false, false, true) }
        }

        func parser(_ parser: XMLParser, parseErrorOccurred parseError: any Error) { isBroken = true }

        func parser(_ parser: XMLParser, foundCharacters string: String) { add(string) }

        func parser(_ parser: XMLParser, foundCDATA block: Data) { add(String(decoding: block, as: UTF8.self)) }

        private func add(_ more: String) {
            if text.utf8.count < 4096 { text += more.prefix(4096) }
        }

        func parser(_ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?) {
            depth -= 1
            isClosed = depth == 0
            switch element {
            case "failure", "error":
                guard let last = issues.indices.last, issues[last].message.isEmpty else { return }
                issues[last].message = text.trimmed
            case "system-out", "system-err":
                output += text.trimmed
            case "testcase":
                // A failure counts whether or not its case has a name.
                guard let name = name ?? (issues.isEmpty ? nil : "(a case without a name)") else { return }
                told += issues.count
                outcomes.update(name) { outcome in
                    outcome.issues += issues.map { issue in
                        var issue = issue
                        if issue.message.isEmpty { issue.message = output.isEmpty ? "failed" : output }
                        return issue
                    }
                }
                self.name = nil
                issues = []
            default: break
            }
        }
    }
}
