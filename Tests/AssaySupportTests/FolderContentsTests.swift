import AssaySupport
import FoundationEssentials
import Glibc
import Testing

@Suite struct FolderContentsTests {
    private static func write(_ bytes: [UInt8], _ path: String, mode: mode_t = 0o644) throws {
        try FileManager.default.createDirectory(atPath: path.parentFolder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: path))
        #expect(chmod(path, mode) == 0)
    }

    @Test("what untrusted code has filled is copied, and nothing where it has put a link in its place")
    func links() async throws {
        let (from, to) = (try ScratchFolder(name: "from"), try ScratchFolder(name: "to"))
        try Self.write([0x41], from.path + "/content/a.txt", mode: 0o600)
        try await FolderCopy.readable(of: from.path + "/content", into: to.path)
        #expect(try FileManager.default.contentsOfDirectory(atPath: to.path) == ["a.txt"])
        try FileManager.default.moveItem(atPath: from.path + "/content", toPath: from.path + "/secret")
        #expect(symlink("secret", from.path + "/content") == 0)
        let other = try ScratchFolder(name: "other")
        await #expect(throws: FolderError.self) { try await FolderCopy.readable(of: from.path + "/content", into: other.path) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: other.path).isEmpty)
    }

    @Test("a folder is written as it was read: bytes, programs, links inside it, empty folders, folders of any name")
    func roundTrip() throws {
        let (one, two) = (try ScratchFolder(name: "one"), try ScratchFolder(name: "two"))
        try Self.write([0x63, 0x61, 0x66, 0xE9], one.path + "/latin1.txt")
        try Self.write(Array("#!/bin/sh\n".utf8), one.path + "/run", mode: 0o755)
        try Self.write([UInt8](repeating: 0x41, count: 3 << 20), one.path + "/large.txt")
        try Self.write(Array("x".utf8), one.path + "/build/kept.txt")
        try FileManager.default.createDirectory(atPath: one.path + "/empty/inner", withIntermediateDirectories: true)
        #expect(symlink("../run", one.path + "/build/link") == 0)
        let read = try FolderReader.contents(of: one.path)
        #expect(read.leftOut.isEmpty)
        #expect(read.tree.paths == ["build/kept.txt", "build/link", "large.txt", "latin1.txt", "run"])
        #expect(read.tree["latin1.txt"] == nil && read.tree.contains("latin1.txt"))
        try FolderWriter.write(read.tree, to: two.path)
        let again = try FolderReader.read(two.path)
        #expect(again == read.tree && again.digest == read.tree.digest)
        #expect(again.entries["run"]?.isExecutable == true)
        #expect(again.entries["build/link"] == .link("../run"))
        #expect(again.entries["empty/inner"] == .folder)
        let wire = try JSON.decode(FileTree.self, JSON.line(again))
        #expect(wire == again)
    }

    @Test("what is not read is named with its reason")
    func leftOut() throws {
        let folder = try ScratchFolder(name: "odd")
        try Self.write([0x41], folder.path + "/a.txt")
        #expect(symlink("/etc/passwd", folder.path + "/outside") == 0)
        #expect(symlink("../../x", folder.path + "/above") == 0)
        #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
        let name: [CChar] = Array(folder.path.utf8CString.dropLast()) + [47, -1, -2, 0]
        let odd = open(name, O_CREAT | O_WRONLY, 0o600)
        #expect(odd >= 0)
        close(odd)
        try Self.write([0x41], folder.path + "/node_modules/m.js")
        let contents = try FolderReader.contents(of: folder.path)
        #expect(contents.tree.paths == ["a.txt"])
        #expect(
            contents.leftOut.map(\.reason.rawValue).sorted()
                == [
                    FolderContents.Reason.link, .link, .special, .name, .toolFolder,
                ].map(\.rawValue).sorted())
        #expect(contents.leftOutText?.contains("above, outside (a link that leads out of the folder)") == true)
        #expect(try FolderReader.contents(of: folder.path, withToolFolders: true).tree.contains("node_modules/m.js"))
    }

    @Test(
        "a link stays inside only with '..' at its beginning and not above the root",
        arguments: [
            ("a", "b", true), ("a/b", "../c", true), ("a/b/c", "../../d/e", true), ("a", "./b", true), ("a", "../b", false), ("a/b", "../../c", false),
            ("a/b/c", "d/../../e", false), ("a", "/b", false), ("a", "", false), ("a/b", "..", true), ("a", "..", false),
        ])
    func links(_ path: String, _ target: String, _ isInside: Bool) {
        #expect(FileEntry.isInside(link: path, to: target) == isInside)
    }

    @Test("nothing is written through a link that somebody left in the folder")
    func planted() throws {
        let (folder, victim) = (try ScratchFolder(name: "planted"), try ScratchFolder(name: "victim"))
        try Self.write(Array("safe".utf8), victim.path + "/file")
        #expect(symlink(victim.path, folder.path + "/sub") == 0)
        #expect(symlink(victim.path + "/file", folder.path + "/top") == 0)
        #expect(throws: FolderError.self) { try FolderWriter.write(try FileTree(["sub/file": "evil"]), to: folder.path) }
        try FolderWriter.write(try FileTree(["top": "evil"]), to: folder.path)
        #expect(try String(contentsOfFile: victim.path + "/file", encoding: .utf8) == "safe")
        #expect(try String(contentsOfFile: folder.path + "/top", encoding: .utf8) == "evil")
    }

    @Test("what is unchanged keeps its modification time")
    func unchanged() throws {
        let folder = try ScratchFolder(name: "kept")
        let tree = try FileTree(["a": "1", "b": "2"])
        try FolderWriter.write(tree, to: folder.path)
        var times = [timespec(tv_sec: 1000, tv_nsec: 0), timespec(tv_sec: 1000, tv_nsec: 0)]
        for name in ["a", "b"] { #expect(utimensat(AT_FDCWD, "\(folder.path)/\(name)", &times, 0) == 0) }
        try FolderWriter.write(try tree.overlaid(with: FileTree(["b": "3"])), to: folder.path)
        func time(_ name: String) -> Int {
            var status = stat()
            return stat("\(folder.path)/\(name)", &status) == 0 ? status.st_mtim.tv_sec : 0
        }
        #expect(time("a") == 1000 && time("b") > 1000)
    }
}
