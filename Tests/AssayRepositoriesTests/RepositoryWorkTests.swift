import AssayCore
import AssayRepositories
import AssaySupport
import FoundationEssentials
import Testing

@Suite struct RepositoryWorkTests {
    @Test("documents and hidden files may be changed where the task names them, sources always")
    func named() async throws {
        let scratch = try ScratchFolder(name: "work")
        let files = [
            "src/a.py": "A = 1\n", "tests/test_a.py": "def test_a(): pass\n", "docs/a.md": "# A\n", "docs/b.md": "# B\n",
            ".github/ci.yml": "on: push\n", "README.md": "# R\n",
        ]
        for (path, text) in files {
            let file = scratch.path + "/" + path
            try FileManager.default.createDirectory(atPath: file.parentFolder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: file))
        }
        for command in [["init", "-q"], ["add", "."], ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "all"]] {
            #expect(try await GitRepository.git(["-C", scratch.path] + command, ceiling: scratch.path).succeeded)
        }
        let layouts: [(language: Language, layout: ProjectLayout)] = [
            (.python, try JSON.decode(ProjectLayout.self, #"{"rank": 1, "markers": ["*.py"], "tests": ["test_*.py"]}"#))
        ]
        let work = try await RepositoryWork.open(scratch.path, statement: "Change `docs/a.md`, and .github/ci.yml.", layouts: layouts)
        #expect(work.task.brief.deliverables.sorted() == [".github/ci.yml", "docs/a.md", "src/**"])
    }
}
