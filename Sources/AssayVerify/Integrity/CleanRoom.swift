import AssayCore
import AssaySupport

/// Assembles what is verified: the task's pristine tree plus only what may be delivered.
struct CleanRoom {
    /// Files that steer a build or a test runner; only the task's own count.
    private static let controlNames: Set<String> = [
        "conftest.py", "sitecustomize.py", "usercustomize.py", "pytest.ini", "tox.ini",
        "setup.cfg", "setup.py", "pyproject.toml", "Package.swift", "Package.resolved", "build.rs",
        "Cargo.toml", "package.json", "Makefile", "CMakeLists.txt", ".swift-format", "ruff.toml",
        ".ruff.toml", "tsconfig.json", "mypy.ini", ".mypy.ini", "pyrightconfig.json", ".semgrep.yml", ".shellcheckrc",
    ]

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
            if task.allowsTestChanges || brief.mayDeliver(path) && !Self.isControl(path) { return true }
            if brief.start.entries[path] == candidate.files.entries[path] { return false }
            let control = Self.isControl(path) || tests.contains(path)
            tampering = tampering || control
            findings.append(
                Finding(
                    kind: .integrity, rule: control ? "control-file" : "undeclared-file",
                    severity: control ? .error : .note,
                    message: control
                        ? "delivered '\(path)', which steers the build or the tests; it was not used"
                        : "delivered '\(path)', which the task does not ask for; it was not used",
                    path: path))
            return false
        }
        self.delivered = delivered
        self.findings = findings
        self.tampering = tampering
        tree =
            task.allowsTestChanges
            ? brief.start.overlaid(with: tests).overlaid(with: delivered) : brief.start.overlaid(with: delivered).overlaid(with: tests)
    }

    static func isControl(_ path: String) -> Bool {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return controlNames.contains(name) || name.hasSuffix(".pth") || [".swiftpm/", ".cargo/", ".build/", "node_modules/"].contains(where: path.hasPrefix)
    }
}
