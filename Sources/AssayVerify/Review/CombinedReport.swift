package import AssayCore

extension ReviewReport {
    /// One report on several projects of a folder: the worst verdict, and the findings and checks of all.
    ///
    /// Paths begin at the folder that was given. Of several projects, each check's name begins with that of its own.
    package static func combined(_ parts: [(task: CodingTask, report: ReviewReport)]) -> ReviewReport? {
        let placed = parts.map { part in part.report.placed(in: part.task, isOneOfSeveral: parts.count > 1) }
        guard let first = placed.first, placed.count > 1 else { return placed.first }
        let verdict = VerdictPolicy.precedence.first { verdict in placed.contains { $0.verdict == verdict } } ?? first.verdict
        var all = ReviewReport(
            task: first.task, scope: first.scope, verdict: verdict, tier: placed.map(\.tier).max { $0.rawValue < $1.rawValue } ?? first.tier,
            findings: placed.flatMap(\.findings), checks: placed.flatMap(\.checks), limits: first.limits,
            toolchain: placed.reduce(into: [:]) { tools, part in tools.merge(part.toolchain) { first, _ in first } },
            policy: Set(placed.flatMap(\.policy)).sorted(), sandbox: placed.dropFirst().reduce(into: first.sandbox) { $0.add($1.sandbox) },
            duration: placed.map(\.duration).reduce(0, +))
        all.project = placed.flatMap { $0.project ?? [] }
        all.cached = placed.allSatisfy { $0.cached == true } ? true : nil
        return all
    }

    /// This report with paths from the folder that was given.
    private func placed(in task: CodingTask, isOneOfSeveral: Bool) -> ReviewReport {
        var report = self
        let name = task.folder.isEmpty ? task.brief.language.rawValue : task.folder
        for index in report.findings.indices {
            report.findings[index] = report.findings[index].moved(under: task.folder)
            if isOneOfSeveral { report.findings[index].test = report.findings[index].test.map { "\(name): \($0)" } }
        }
        if isOneOfSeveral { for index in report.checks.indices { report.checks[index].id = "\(name): \(report.checks[index].id)" } }
        return report
    }
}

extension Finding {
    /// The finding with paths from the folder above one.
    fileprivate func moved(under folder: String) -> Finding {
        guard !folder.isEmpty else { return self }
        var finding = self
        finding.path = path.map { "\(folder)/\($0)" }
        finding.edits = edits?.map { edit in
            var edit = edit
            edit.path = "\(folder)/\(edit.path)"
            return edit
        }
        finding.related = related?.map { place in
            var place = place
            place.path = "\(folder)/\(place.path)"
            return place
        }
        return finding
    }
}
