import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Glibc
import Testing

@testable import AssayModels

@Suite struct ProgramFilesTests {
    /// Runs the body in a folder that has a script, a package and a folder with a space in its name.
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        for path in ["x.py", "y.js", "pkg/__main__.py", "pkg/sub/more.py", "a b/x.py"] { try write(path, "1", in: folder) }
        try body(folder)
    }

    private func write(_ path: String, _ text: String, in folder: String) throws {
        let full = "\(folder)/\(path)"
        try FileManager.default.createDirectory(atPath: full.parentFolder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: full))
    }

    private static let commands: [([String], String)] = [
        (["python3", "F/x.py"], "x.py"), (["python3", "-u", "F/x.py"], "x.py"), (["python3", "x.py"], "x.py"),
        (["sh", "-c", "python3 F/x.py --fast"], "x.py"), (["sh", "-c", "cd /tmp && python3 'F/x.py'; true"], "x.py"),
        (["sh", "-c", "python3 x.py|cat"], "x.py"), (["python3", "run", "--script=F/x.py"], "x.py"), (["env", "X=1", "python3", "F/x.py"], "x.py"),
        (["tool", "-fF/x.py"], "x.py"), (["tool", "@F/x.py"], "x.py"), (["python3", "--script=F/a b/x.py"], "a b/x.py"),
        (["python3", "-m", "pkg"], "pkg/__main__.py"), (["python3", "-mpkg"], "pkg/__main__.py"), (["sh", "-c", "python3 -m pkg.sub"], "pkg/sub/more.py"),
        (["python3", "-m", "x"], "x.py"), (["python3", "-c", "from x import run"], "x.py"),
        (["node", "--flag", "F/y.js"], "y.js"), (["node", "-e", "require('F/y')"], "y.js"), (["node", "-e", "require('./y')"], "y.js"),
        (["python3", "F/pkg"], "pkg/sub/more.py"), (["python3", "pkg/"], "pkg/sub/more.py"),
        (["sh", "-c", "cd F && python3 whatever.py"], "pkg/sub/more.py"), (["env", "PYTHONPATH=F", "python3", "-m", "pkg"], "pkg/__main__.py"),
    ]

    @Test("whatever file or folder of a program a command names, another content is another program", arguments: commands.indices)
    func content(_ index: Int) throws {
        let (words, path) = Self.commands[index]
        try withFolder { folder in
            let own = words.map { $0.replacing("F", with: folder) }
            let first = ProgramFiles(own, in: folder).digests
            #expect(ProgramFiles(own, in: folder).digests == first)
            try write(path, "2", in: folder)
            #expect(ProgramFiles(own, in: folder).digests != first)
        }
    }

    @Test("what no word names and what interpreters write beside a program is no part of it", arguments: ["other.py", "pkg/__pycache__/x.pyc"])
    func others(_ path: String) throws {
        try withFolder { folder in
            let words = ["python3", "-m", "pkg", ".", "..", "/"]
            let first = ProgramFiles(words, in: folder).digests
            try write(path, "2", in: folder)
            #expect(ProgramFiles(words, in: folder).digests == first)
        }
    }

    private static let writing: [[String]] = [
        ["python3", "x.py", "--log-dir", "logs"], ["python3", "x.py", "--log-dir=F/logs"], ["python3", "x.py", "-o", "F/logs/a.txt"],
        ["python3", "x.py", "--output=logs/a.txt"], ["sh", "-c", "python3 x.py 2>> F/logs/a.txt"], ["sh", "-c", "python3 x.py >logs/a.txt 2>&1"],
        ["sh", "-c", "python3 x.py --trace-file 'logs/a.txt' | tee -a logs/a.txt"], ["python3", "x.py", "--cache-dir", "$HOME"],
        ["sh", "-c", "cd ~/ && cd $HOME/. && F/x.py"],
    ]

    @Test("what a program writes, and the user's home, is no part of it, and the program remains", arguments: writing.indices)
    func outputs(_ index: Int) throws {
        try withFolder { folder in
            let words = Self.writing[index].map { $0.replacing("F", with: folder) }
            let first = ProgramFiles(words, in: folder).digests
            #expect(first.keys.contains("file \(folder)/x.py"), "\(first)")
            try write("logs/a.txt", "1", in: folder)
            #expect(ProgramFiles(words, in: folder).digests == first)
            try write("x.py", "2", in: folder)
            #expect(ProgramFiles(words, in: folder).digests != first)
        }
    }

    @Test(
        "a script or a package behind a switch that says output counts",
        arguments: [
            ["python3", "--trace", "F/x.py"], ["uv", "run", "--no-cache", "F/x.py"], ["uvx", "--no-cache", "F/pkg"], ["tool", "--log", "F/x.py"],
            ["sh", "-c", "python3 --trace F/x.py > F/x.py"], ["node", "-e", "a > require('F/y')"], ["uvx", "--cache", "F/pkg"],
        ])
    func switches(_ words: [String]) throws {
        try withFolder { folder in
            let own = words.map { $0.replacing("F", with: folder) }
            let first = ProgramFiles(own, in: folder).digests
            for path in ["x.py", "y.js", "pkg/sub/more.py"] { try write(path, "2", in: folder) }
            #expect(ProgramFiles(own, in: folder).digests != first)
        }
    }

    @Test("a folder of many or huge files is the same as long as none of them changes")
    func many() throws {
        try withFolder { folder in
            for name in 0..<20_100 {
                let file = open("\(folder)/pkg/\(name)", O_CREAT | O_WRONLY, 0o600)
                // A file of holes that is larger than any disk: two of them are more than a number holds.
                if name < 3 { _ = ftruncate(file, 1 << 43) }
                close(file)
            }
            let first = ProgramFiles([folder + "/pkg"], in: folder).digests
            #expect(first.count == 1 && ProgramFiles([folder + "/pkg"], in: folder).digests == first && !"\(first)".contains("unknown"))
            try write("pkg/20050", "1", in: folder)
            #expect(ProgramFiles([folder + "/pkg"], in: folder).digests != first)
        }
    }

    @Test("a new, a renamed and a removed file of a folder make another program")
    func names() throws {
        try withFolder { folder in
            let words = ["python3", folder + "/pkg"]
            var seen = [ProgramFiles(words, in: folder).digests]
            try write("pkg/new.py", "1", in: folder)
            seen.append(ProgramFiles(words, in: folder).digests)
            try FileManager.default.moveItem(atPath: folder + "/pkg/new.py", toPath: folder + "/pkg/newer.py")
            seen.append(ProgramFiles(words, in: folder).digests)
            try FileManager.default.removeItem(atPath: folder + "/pkg/newer.py")
            #expect(Set(seen).count == 3 && ProgramFiles(words, in: folder).digests == seen[0])
        }
    }

    @Test("links that go round in a circle end, and what a link leads to counts")
    func links() throws {
        try withFolder { folder in
            try FileManager.default.createSymbolicLink(atPath: folder + "/pkg/round", withDestinationPath: folder + "/pkg")
            try FileManager.default.createSymbolicLink(atPath: folder + "/pkg/x.py", withDestinationPath: folder + "/x.py")
            let first = ProgramFiles([folder + "/pkg"], in: folder).digests
            try write("x.py", "2", in: folder)
            #expect(ProgramFiles([folder + "/pkg"], in: folder).digests != first)
        }
    }

    @Test("what is too much to be read is said to be unknown, and never taken for the same")
    func tooMuch() {
        let words = (0..<3000).map { "word\($0)" }
        let first = ProgramFiles(words).digests
        #expect(first.values.first?.contains("unknown") == true && ProgramFiles(words).digests != first)
    }
}
