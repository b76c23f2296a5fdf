import AssayCore
import AssaySupport

/// A review report as one page that needs nothing from elsewhere.
struct ReviewPage: Sendable {
    let report: ReviewReport

    /// Renders the page.
    static func render(_ report: ReviewReport) -> String {
        Page(title: report.task, carrier: .file, content: ReviewPage(report: report).content).html
    }

    private var content: Markup {
        """
        <h1>\(report.task) \(Badge.outcome(report.verdict.rawValue, isSolved: report.verdict.isSolved))</h1>
        <p class="lead">\(sentence)</p>
        \((report.project ?? []).map { "<p class=\"note\">\($0)</p>\n" as Markup })
        \(tiles)
        <p class="callout"><strong>Tier \(report.tier.rawValue)</strong>: \(report.tier.meaning). <strong>Isolation level \(report.sandbox.isolationLevel?.rawValue ?? "none")</strong>: \(report.sandbox.isolationLevel?.explained ?? "no command ran").</p>
        \(findings)
        \(resolved)
        \(checks)
        \(details)
        \(report.reproduce.map { "<h2>Repeat with</h2>\n<div class=\"copyable\"><pre tabindex=\"0\" aria-label=\"Command\">\($0)</pre></div>" as Markup })
        """
    }

    private var ran: [CheckResult] { report.checks.filter { $0.status != .notRun } }

    private var sentence: String {
        let passed = ran.count { $0.status == .passed }
        let errors = report.findings.count { $0.severity == .error }
        let checks = "\(passed) of \(ran.count) checks passed"
        return report.verdict.isSolved ? "\(checks)." : "\(checks); \(errors) \(errors == 1 ? "finding is an error" : "findings are errors")."
    }

    private var tiles: Markup {
        let usage = report.sandbox
        let memory: Markup? = usage.peakMemoryBytes.map { "<div><dt>peak memory</dt><dd>\(Int($0) >> 20) MiB</dd></div>" }
        return """
            <dl class="tiles"><div><dt>checks passed</dt><dd>\(ran.count { $0.status == .passed }) of \(ran.count)</dd></div>\
            <div><dt>findings</dt><dd>\(report.findings.count)</dd></div><div><dt>took</dt><dd>\(Amount.time(report.duration))\(report.cached == true ? "<small>from the cache</small>" as Markup : "")</dd></div>\
            <div><dt>sandboxed runs</dt><dd>\(usage.runs)<small>\(Amount.time(usage.cpuSeconds)) CPU</small></dd></div>\(memory)</dl>
            """
    }

    private var findings: Markup {
        guard !report.findings.isEmpty else { return .empty }
        let folded = report.folded
        let byPath = Dictionary(grouping: folded) { $0.finding.path ?? "" }
        let parts = folded.map { $0.finding.path ?? "" }.uniqued().map { path -> Markup in
            let own = byPath[path] ?? []
            let title: Markup = path.isEmpty ? "Without a file" : "<code>\(path)</code>"
            return "<h3>\(title)</h3>\n\(own.map { FindingView.markup($0.finding, more: $0.more, showsPath: false) })"
        }
        return "<h2>Findings</h2>\n\(parts)"
    }

    private var resolved: Markup {
        guard let gone = report.resolved, !gone.isEmpty else { return .empty }
        return
            "<h2>Resolved since the earlier report</h2>\n<ul>\(gone.map { "<li><span class=\"badge fixed\">resolved</span> \($0.message)</li>\n" as Markup })</ul>"
    }

    private var checks: Markup {
        let rows = report.checks.sorted { Self.rank($0.status) < Self.rank($1.status) }.map { check in
            DataTable.Row(
                cells: [
                    .init(check.id), .init(check.kind.rawValue),
                    .init(
                        Badge.outcome(
                            check.status.rawValue, isSolved: check.status == .passed, isOpen: [.skipped, .notRun, .expectedFailure].contains(check.status))),
                    .init(check.tag?.rawValue ?? ""), .init(.text(check.seconds.map { Amount.time($0) } ?? ""), key: check.seconds ?? 0),
                ], facets: [("status", check.status.rawValue)])
        }
        let columns: [DataTable.Column] = [
            .init(title: "check"), .init(title: "kind"), .init(title: "status"), .init(title: "tag"), .init(title: "took", isNumber: true),
        ]
        let statuses = report.checks.map(\.status.rawValue).uniqued()
        let form: Markup =
            report.checks.count > 12
            ? """
            <form class="filter" role="search" aria-label="Checks" data-filters="checks" hidden><label>Search<input type="search" name="q" autocomplete="off"></label>
            <label>Status<select name="status">\(AttemptTable.options(statuses, chosen: ""))</select></label><button type="submit">Find</button><output aria-live="polite"></output></form>
            """ : ""
        return "<h2>Checks</h2>\n\(form)\(DataTable(columns, rows, caption: "Checks", id: "checks", isSortable: true, hidesCaption: true).markup)"
    }

    /// What failed stands first.
    private static func rank(_ status: CheckStatus) -> Int {
        switch status {
        case .failed, .crashed, .timeout, .missing: 0
        case .passed: 2
        case .skipped, .expectedFailure, .notRun: 1
        }
    }

    private var details: Markup {
        let limits = report.limits
        let hit = report.sandbox.limitsHit.isEmpty ? "none" : report.sandbox.limitsHit.map(\.rawValue).joined(separator: ", ")
        let tools = report.toolchain.sorted { $0.key < $1.key }.map {
            $0.value.lowercased().hasPrefix($0.key.lowercased()) ? $0.value : "\($0.key) \($0.value)"
        }.joined(separator: ", ")
        return """
            <h2>Sandbox</h2>
            <dl class="facts"><dt>limits of a command</dt><dd>\(Amount.time(limits.wallSeconds)) wall, \(Amount.time(limits.cpuSeconds)) CPU, \(limits.memoryBytes >> 20) MiB memory, \(limits.processes) processes</dd>
            <dt>limits hit</dt><dd>\(hit)</dd><dt>layers</dt><dd>\(report.sandbox.layers.isEmpty ? "none" : report.sandbox.layers.joined(separator: ", "))</dd>
            <dt>policies</dt><dd>\(report.policy.joined(separator: ", "))</dd><dt>toolchain</dt><dd>\(tools)</dd></dl>
            """
    }
}

extension IsolationLevel {
    /// What separates a command from the host at this level, in words.
    fileprivate var explained: String {
        switch self {
        case .full: "commands ran in namespaces of their own, with Landlock, seccomp and a cgroup that limits all processes together"
        case .noCgroup: "commands ran in namespaces of their own, with Landlock and seccomp; limits hold for each process, not for their sum"
        case .bare: "commands ran under Landlock and seccomp as a user of its own, without namespaces"
        }
    }
}
