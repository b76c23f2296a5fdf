import AssayCore

/// Reads the stream of `pytest_driver.py` and accounts for every expected test.
struct PytestEvents {
    private struct Event: Decodable {
        var event: String
        var ids: [String]?
        var id: String?
        var when: String?
        var outcome: String?
        var seconds: Double?
        var message: String?
        var path: String?
        var line: Int?
        var excerpt: String?
        var text: String?
    }

    private let events: [Event]
    private let result: SandboxResult
    private let tree: FileTree
    private let hidden: Set<String>

    init(_ result: SandboxResult, nonce: String, tree: FileTree, hidden: Set<String>) {
        self.result = result
        self.tree = tree
        self.hidden = hidden
        events = result.outputText.split(separator: "\n").compactMap { line in
            guard line.hasPrefix(nonce + " ") else { return nil }
            return try? JSON.decode(Event.self, String(line.dropFirst(nonce.count + 1)))
        }
    }

    func report(into evidence: inout Evidence) {
        let expected = events.first { $0.event == "expected" }?.ids ?? []
        let collected = events.first { $0.event == "collected" }?.ids ?? []
        let reports = events.filter { $0.event == "report" }
        let finished = events.contains { $0.event == "finished" }
        addCollectionErrors(into: &evidence)
        var seen: Set<String> = []
        for id in collected {
            let own = reports.filter { $0.id == id }
            let started = events.contains { $0.event == "started" && $0.id == id }
            add(id, own, started: started, into: &evidence)
            seen.insert(base(id))
        }
        for id in expected where !seen.contains(id) {
            evidence.checks.append(check(id, .missing, nil))
            evidence.classes.insert(.incomplete)
        }
        if finished {
            for (rule, status) in [("skipped", CheckStatus.skipped), ("missing", .missing)] {
                let idle = evidence.checks.filter { $0.kind == .test && $0.status == status }.map { ($0.id, file($0.id)) }
                evidence.addIdle(rule, idle, of: max(expected.count, collected.count)) { hidden.contains($0) }
            }
        }
        if !finished && evidence.classes.isDisjoint(with: [.timeout, .resourceLimit, .crashed]) {
            evidence.classes.insert(.crashed)
            let how = result.signal.map { "signal \($0)" } ?? "exit status \(result.exitCode ?? -1)"
            evidence.findings.append(
                Finding(
                    kind: .test, rule: "early-exit",
                    message: "the test run ended early (\(how)) before every test had reported",
                    signal: result.signal))
        }
    }

    private func addCollectionErrors(into evidence: inout Evidence) {
        for event in events where event.event == "collect_error" || event.event == "broken" {
            evidence.classes.insert(.failed)
            let message = event.message.flatMap { $0.isEmpty ? nil : $0 } ?? event.text ?? ""
            let lines = message.split(separator: "\n").filter { $0.hasPrefix("E ") }
            let said = lines.isEmpty ? message : lines.joined(separator: "\n")
            evidence.findings.append(
                Finding(
                    kind: .test, rule: "collection",
                    message: "the tests could not be loaded: \(said)", path: event.id,
                    test: event.id, hidden: hidden.contains(event.id ?? "")))
        }
    }

    private func add(
        _ id: String, _ reports: [Event], started: Bool, into evidence: inout Evidence
    ) {
        let call = reports.first { $0.when == "call" }
        if let bad = reports.first(where: { $0.outcome == "failed" }) {
            evidence.classes.insert(.failed)
            evidence.checks.append(check(id, .failed, bad.seconds))
            evidence.findings.append(finding(id, bad))
        } else if let call, call.outcome == "passed" {
            evidence.checks.append(check(id, .passed, call.seconds))
        } else if reports.contains(where: { $0.outcome == "skipped" || $0.outcome == "xfailed" }) {
            evidence.checks.append(check(id, .skipped, nil))
            evidence.classes.insert(.incomplete)
        } else if started {
            // The last test that started and never reported is the culprit.
            let limited = !evidence.classes.isDisjoint(with: [.timeout, .resourceLimit])
            evidence.checks.append(check(id, limited ? .timeout : .crashed, nil))
            if !limited { evidence.classes.insert(.crashed) }
            evidence.findings.append(
                Finding(
                    kind: .test, rule: limited ? "hung" : "crashed",
                    message: limited
                        ? "\(id) was running when the limit was reached"
                        : "\(id) ended the test process", test: id, tag: CheckTag(testName: id),
                    hidden: isHidden(id), signal: result.signal))
        } else {
            evidence.checks.append(check(id, .notRun, nil))
            evidence.classes.insert(.incomplete)
        }
    }

    private func finding(_ id: String, _ event: Event) -> Finding {
        let path = event.path.map { $0.hasPrefix("/w/") ? String($0.dropFirst(3)) : $0 }
        let message = event.message ?? "failed"
        let first = message.split(separator: "\n").first.map(String.init) ?? message
        let rule = first.split(separator: ":").first.map(String.init) ?? "failed"
        return Finding(
            kind: .test, rule: rule.contains(" ") ? "assertion" : rule, message: "\(id): \(message)",
            path: path, line: event.line,
            excerpt: event.excerpt ?? excerpt(tree, path, event.line), test: id,
            tag: CheckTag(testName: id), hidden: isHidden(id))
    }

    private func check(_ id: String, _ status: CheckStatus, _ seconds: Double?) -> CheckResult {
        CheckResult(
            id: id, kind: .test, status: status, tag: CheckTag(testName: id), hidden: isHidden(id),
            seconds: seconds)
    }

    private func isHidden(_ id: String) -> Bool { hidden.contains(file(id)) }

    private func file(_ id: String) -> String {
        id.firstRange(of: "::").map { String(id[..<$0.lowerBound]) } ?? id
    }

    /// The id without the parameters that pytest adds.
    private func base(_ id: String) -> String {
        id.firstIndex(of: "[").map { String(id[..<$0]) } ?? id
    }
}
