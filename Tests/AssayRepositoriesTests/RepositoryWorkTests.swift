import AssayCore
import AssayRepositories
import AssaySupport
import FoundationEssentials
import Testing

@Suite struct RepositoryWorkTests {
    private static let project = ["pyproject.toml": "[project]\nname = \"a\"\n", "a.py": "A = 1\n", "test_a.py": "def test_a(): pass\n"]

    private static func candidate(_ files: [String: String]) throws -> Candidate { Candidate(files: try FileTree(files)) }

    @Test("documents and hidden files may be changed where the task names them, sources always")
    func named() async throws {
        let repository = try await SmallRepository([
            "src/a.py": "A = 1\n", "tests/test_a.py": "def test_a(): pass\n", "docs/a.md": "# A\n", "docs/b.md": "# B\n",
            ".github/ci.yml": "on: push\n", "README.md": "# R\n",
        ])
        let work = try await repository.work("", "Change `docs/a.md`, and .github/ci.yml.")
        #expect(work.task.brief.deliverables.sorted() == [".github/ci.yml", "docs/a.md", "src/**"])
    }

    @Test("a folder below the root is a project of its own: its paths start there, the patch at the root", arguments: ["svc", "svc/mail/inner"])
    func below(_ folder: String) async throws {
        let repository = try await SmallRepository([
            "svc/mail/pyproject.toml": "[project]\n", "svc/mail/inner/m.py": "M = 1\n", "svc/mail/docs/m.md": "# M\n",
            "svc/mail/test_m.py": "def test_m(): pass\n", "CONTRIBUTING.md": "Be brief.\n", "other/pyproject.toml": "[project]\n",
            "other/test_o.py": "def test_o(): assert 0\n",
        ])
        let work = try await repository.work(folder, "Change svc/mail/docs/m.md.")
        let brief = work.task.brief
        #expect(work.place == "svc/mail" && brief.id.hasSuffix("/svc/mail"))
        #expect(brief.visibleTests.paths == ["test_m.py"] && brief.start.paths == ["docs/m.md", "inner/m.py", "pyproject.toml"])
        #expect(brief.conventions.contains("Be brief.") && brief.conventions.contains("`svc/mail`"))
        #expect(brief.mayDeliver("docs/m.md") && brief.mayDeliver("inner/new.py") && !brief.mayDeliver("svc/mail/inner/m.py"))
        let patch = try await work.patch(of: Self.candidate(["inner/m.py": "M = 2\n", "inner/new.py": "N = 1\n"]))
        try await work.repository.apply(patch)
        #expect(try await repository.git("status", "--porcelain", "-uall") == " M svc/mail/inner/m.py\n?? svc/mail/inner/new.py\n")
    }

    @Test("where a folder holds several projects and is none itself, they are named; one is taken")
    func several() async throws {
        let files = ["one/pyproject.toml": "[project]\n", "one/test_o.py": "def test_o(): pass\n", "one/o.py": "O = 1\n"]
        #expect(try await SmallRepository(files).work().place == "one")
        let two = try await SmallRepository(files.merging(["two/pyproject.toml": "[project]\n", "two/test_t.py": "def test_t(): pass\n"]) { $1 })
        let error = await #expect(throws: InputError.self) { try await two.work() }
        #expect(error?.message.contains("one, two") == true, "\(String(describing: error))")
        #expect(try await two.work("two").task.brief.visibleTests.paths == ["test_t.py"])
    }

    @Test("line ends, modes, links, odd names, bytes and files without a final line end stay in a patch what they are")
    func bytes() async throws {
        let files = ["w.py": "A = 1\r\nB = 2\r\n", "run.py": "print(1)\n", "my f\u{FC}\"r.py": "x = 1", ".gitattributes": "w.py export-ignore\n* text=auto\n"]
        let repository = try await SmallRepository(
            Self.project.merging(files) { $1 }, executable: ["run.py"], links: ["alias.py": "a.py"])
        let work = try await repository.work()
        #expect(work.task.brief.start["w.py"] != nil && !work.task.brief.mayDeliver("alias.py") && work.task.brief.mayDeliver("w.py"))
        var tree = try FileTree(["my f\u{FC}\"r.py": "x = 2", "new.sh": "#!/bin/sh\n"])
        // What the committed file holds is what is changed; attributes may have made LF of CRLF.
        let before = try #require(work.task.brief.start["w.py"])
        try tree.set("w.py", before.replacing("2", with: "3"))
        try tree.set("run.py", .text("print(2)\n", isExecutable: true))
        try tree.set("new.sh", .text("#!/bin/sh\n", isExecutable: true))
        try tree.set("data.bin", .bytes(Data([0, 255, 254, 10])))
        let patch = try await work.patch(of: Candidate(files: tree))
        #expect(patch.contains("+++ b/run.py") && !patch.contains("old mode"))
        try await work.repository.apply(patch)
        let numbers = try await repository.git("diff", "--numstat")
        #expect(numbers.contains("1\t1\tw.py") && numbers.contains("1\t1\trun.py"), "\(numbers)")
        #expect(FolderReader.content(of: repository.path + "/data.bin") == Data([0, 255, 254, 10]))
        let now = try FolderReader.read(repository.path)
        #expect(now.entries["new.sh"]?.isExecutable == true && now.entries["run.py"]?.isExecutable == true && now["my f\u{FC}\"r.py"] == "x = 2")
    }

    @Test("a file with CRLF that is committed so is changed in one line")
    func lineEnds() async throws {
        let repository = try await SmallRepository(Self.project.merging(["w.py": "A = 1\r\nB = 2\r\n"]) { $1 })
        let work = try await repository.work()
        try await work.repository.apply(work.patch(of: Self.candidate(["w.py": "A = 1\r\nB = 3\r\n"])))
        #expect(try await repository.git("diff", "--numstat") == "1\t1\tw.py\n")
    }

    @Test("submodules are shown and never changed")
    func submodules() async throws {
        let inner = try await SmallRepository(["lib.py": "L = 1\n"])
        let repository = try await SmallRepository(Self.project)
        try await repository.git("submodule", "--quiet", "add", inner.path, "libs/inner")
        try await repository.commit()
        let brief = try await repository.work().task.brief
        #expect(brief.start["libs/inner/lib.py"] == "L = 1\n")
        #expect(!brief.mayDeliver("libs/inner/lib.py") && brief.mayDeliver("libs/new.py"))
        try await repository.git("submodule", "--quiet", "deinit", "-f", "libs/inner")
        let work = try await repository.work()
        #expect(work.task.notes.contains { $0.contains("git submodule update --init") })
    }

    @Test("a detached head and a worktree of their own are worked on; nothing else than a commit in a working tree is")
    func heads() async throws {
        let repository = try await SmallRepository(Self.project)
        let elsewhere = try ScratchFolder(name: "elsewhere")
        try await repository.git("worktree", "add", "-q", "--detach", elsewhere.path + "/tree")
        let work = try await RepositoryWork.open(elsewhere.path + "/tree", statement: "x", layouts: SmallRepository.layouts)
        try await work.repository.apply(work.patch(of: Self.candidate(["a.py": "A = 2\n"])))
        #expect(try await repository.git("status", "--porcelain") == "")
        try await repository.git("clone", "-q", "--bare", ".", elsewhere.path + "/bare")
        let empty = try await SmallRepository([:])
        for (folder, says) in [
            (elsewhere.path + "/bare", "bare"), (repository.path + "/.git", "working tree"), (empty.path, "no commit yet"),
            (elsewhere.path + "/no", "no such folder"),
            (elsewhere.path, "git init"),
        ] {
            let error = await #expect(throws: InputError.self) { try await RepositoryWork.open(folder, statement: "x", layouts: SmallRepository.layouts) }
            #expect(error?.message.contains(says) == true, "\(folder): \(String(describing: error))")
        }
    }

    @Test("what is changed and what git does not know are told apart, and the own database is neither")
    func status() async throws {
        let repository = try await SmallRepository(Self.project)
        try repository.write("x", "my note.txt")
        try repository.write("x", ".assay/assay.db")
        var status = try await repository.work().repository.status()
        #expect(status.changedWords == nil && status.untrackedWords == "'my note.txt' is untracked")
        try await repository.git("mv", "a.py", "b \u{E9}.py")
        try repository.write("def test_b(): pass\n", "test_a.py")
        status = try await repository.work().repository.status()
        #expect(status.changed.sorted() == ["b \u{E9}.py", "test_a.py"] && status.untracked == ["my note.txt"])
        #expect(status.changedWords?.hasPrefix("2 files differ") == true)
    }

    @Test("a question that was stored makes the same task again, whatever the working tree and the branch are now")
    func again() async throws {
        let repository = try await SmallRepository(Self.project)
        let work = try await repository.work()
        try repository.write("A = 5\n", "a.py")
        try await repository.commit()
        let again = try await RepositoryWork.open(work.question, layouts: SmallRepository.layouts)
        #expect(again.task.digest == work.task.digest)
        #expect(try await repository.work().task.digest != work.task.digest)
    }

    @Test("a tree that is moved is a rename in the patch, and equal trees are no difference")
    func renames() async throws {
        let text = (0..<20).map { "line \($0)\n" }.joined()
        let patch = try await GitRepository.patch(from: FileTree(["a/old.txt": text]), to: FileTree(["b/new.txt": text + "more\n"]))
        #expect(patch.contains("rename from a/old.txt\nrename to b/new.txt\n"), "\(patch)")
        #expect(try await GitRepository.patch(from: FileTree(["a": text]), to: FileTree(["a": text])) == "")
    }
}
