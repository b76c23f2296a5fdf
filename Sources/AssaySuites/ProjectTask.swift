package import AssayCore

/// Makes a task of a plain folder: its own tests are the checks.
package enum ProjectTask {
    /// Detects the language by manifest and test files.
    package static func load(_ folder: String) throws(InputError) -> CodingTask {
        let tree = try FolderReader.read(folder)
        let name = folder.split(separator: "/").last.map(String.init) ?? "project"
        guard !tree.isEmpty else { throw InputError(folder, "holds no readable files") }
        let isSwift = tree["Package.swift"] != nil
        let tests = tree.filtered { path in
            let file = path.split(separator: "/").last.map(String.init) ?? path
            return isSwift
                ? path.hasPrefix("Tests/")
                : file.hasSuffix(".py") && (file.hasPrefix("test_") || file.hasSuffix("_test.py"))
        }
        guard !tests.isEmpty else {
            throw InputError(
                folder,
                "no tests found; expected Package.swift with Tests/, or test_*.py or *_test.py files")
        }
        let start = tree.filtered { tests[$0] == nil }
        let brief = TaskBrief(
            id: name, title: name, statement: "", language: isSwift ? .swift : .python,
            start: start, deliverables: start.paths, visibleTests: tests)
        return CodingTask(
            brief: brief, form: isSwift ? .swiftPackage : .pytest, hidden: HiddenChecks(),
            stub: FileTree())
    }
}
