import AssayCore
import AssayRepositories
import AssaySupport
import FoundationEssentials
import Glibc
import Testing

/// A git repository of a test, in a folder that goes away with it.
struct SmallRepository {
    private let scratch: ScratchFolder
    var path: String { scratch.path }

    static let layouts: [(language: Language, layout: ProjectLayout)] = {
        let text = #"""
            {"rank": 1, "markers": ["*.py"], "tests": ["test_*.py"],
             "evidence": [{"files": ["pyproject.toml"], "score": 90}, {"files": ["test_*.py"], "score": 20}]}
            """#
        let layout = try? JSON.decode(ProjectLayout.self, text)
        return layout.map { [(.python, $0)] } ?? []
    }()

    /// Makes a repository of one commit; without files, of none.
    init(_ files: [String: String], executable: [String] = [], links: [String: String] = [:]) async throws {
        scratch = try ScratchFolder(name: "small")
        try await git("init", "-q", "-b", "main")
        for (path, text) in files { try write(text, path) }
        for path in executable { _ = chmod(scratch.path + "/" + path, 0o755) }
        for (path, target) in links { _ = symlink(target, scratch.path + "/" + path) }
        if !files.isEmpty { try await commit() }
    }

    func write(_ text: String, _ path: String) throws {
        let file = scratch.path + "/" + path
        try FileManager.default.createDirectory(atPath: file.parentFolder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: file))
    }

    func commit() async throws {
        try await git("add", "-A", "-f")
        try await git("commit", "-qm", "all")
    }

    @discardableResult
    func git(_ words: String...) async throws -> String {
        let settings = ["-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "protocol.file.allow=always", "-c", "core.quotePath=false"]
        let ended = try await GitRepository.git(["-C", path] + settings + words)
        #expect(ended.succeeded, "\(words): \(ended.error)")
        return ended.output
    }

    func work(_ folder: String = "", _ statement: String = "Mend it.") async throws -> RepositoryWork {
        try await RepositoryWork.open(folder.isEmpty ? path : "\(path)/\(folder)", statement: statement, layouts: Self.layouts)
    }
}
