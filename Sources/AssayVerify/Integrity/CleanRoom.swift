import AssayCore
import AssaySupport

/// Assembles what is verified: the task's pristine tree plus only what may be delivered.
struct CleanRoom {
    let tree: FileTree
    let findings: [Finding]
    let tampering: Bool
    /// Delivered files that count, for static checks.
    let delivered: FileTree

    init(task: CodingTask, candidate: Candidate, tests: FileTree) {
        var findings: [Finding] = []
        var tampering = false
        let brief = task.brief
        let delivered = candidate.files.filtered { path in
            if task.allowsTestChanges || brief.mayDeliver(path) && !ControlFile.contains(path) { return true }
            if brief.start.entries[path] == candidate.files.entries[path] { return false }
            let control = ControlFile.contains(path) || tests.contains(path)
            tampering = tampering || control
            findings.append(Self.finding("delivered '\(path)'", "it was not used", path, control: control))
            return false
        }
        let deleted = candidate.deleted.filter { path in
            if task.allowsTestChanges || brief.mayDeliver(path) && !ControlFile.contains(path) && !tests.contains(path) { return true }
            let control = ControlFile.contains(path) || tests.contains(path)
            tampering = tampering || control
            findings.append(Self.finding("would delete '\(path)'", "it was kept", path, control: control))
            return false
        }
        self.delivered = delivered
        self.findings = findings
        self.tampering = tampering
        let start = deleted.isEmpty ? brief.start : brief.start.filtered { !deleted.contains($0) }
        tree = task.allowsTestChanges ? start.overlaid(with: tests).overlaid(with: delivered) : start.overlaid(with: delivered).overlaid(with: tests)
    }

    /// What is said of a change that the task does not ask for and that was not made.
    private static func finding(_ change: String, _ result: String, _ path: String, control: Bool) -> Finding {
        Finding(
            kind: .integrity, rule: control ? "control-file" : "undeclared-file", severity: control ? .error : .note,
            message: "\(change), which \(control ? "steers the build or the tests" : "the task does not ask for"); \(result)", path: path)
    }
}
