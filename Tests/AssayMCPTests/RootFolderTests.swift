import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Glibc
import Testing

@testable import AssayMCP

@Suite struct RootFolderTests {
    /// A root with a file, a folder and what leads out, beside a folder that is none.
    private struct Tree {
        let top: String
        var root: String { top + "/root" }

        init() throws {
            top = try Places.temporary()
            for folder in ["root/in", "root2", "out"] { try FileManager.default.createDirectory(atPath: "\(top)/\(folder)", withIntermediateDirectories: true) }
            for file in ["root/in/a", "root2/b", "out/secret"] { try Data("x".utf8).write(to: URL(filePath: "\(top)/\(file)")) }
            for (link, target) in [("root/away", "../out"), ("root/secret", "../out/secret"), ("root/inside", "in"), ("root/loop", "loop")] {
                try #require(symlink(target, "\(top)/\(link)") == 0)
            }
        }

        func remove() { try? FileManager.default.removeItem(atPath: top) }
    }

    @Test("files inside a root are found by relative and by absolute paths, through links that stay inside")
    func inside() throws {
        let tree = try Tree()
        defer { tree.remove() }
        let roots = RootFolders([tree.root])
        let real = try #require(roots.folders.first)
        for path in ["in/a", "inside/a", "\(tree.root)/in/a", "./in/../in/a"] { #expect(try roots.resolve(path) == "\(real)/in/a") }
        #expect(try roots.folder("in") == "\(real)/in")
        #expect(throws: ToolError.self) { try roots.folder("in/a") }
    }

    @Test(
        "nothing outside is found, and it is not told whether it is there",
        arguments: [
            "../out/secret", "away/secret", "secret", "in/../../out/secret", "TOP/out/secret", "TOP/root2/b", "/etc/passwd", "../root2/b", "loop", "", "..",
            "/", "in/a\0",
        ])
    func outside(_ name: String) throws {
        let tree = try Tree()
        defer { tree.remove() }
        let path = name.replacing("TOP", with: tree.top)
        #expect(throws: ToolError.self) { try RootFolders([tree.root]).resolve(path) }
        let there = #expect(throws: ToolError.self) { try RootFolders([tree.root]).resolve("../out/secret") }
        let absent = #expect(throws: ToolError.self) { try RootFolders([tree.root]).resolve("../out/absent") }
        #expect(there?.description.replacing("secret", with: "absent") == absent?.description)
    }

    @Test("addresses of files are read as they are written, and no others")
    func addresses() {
        #expect(RootFolders.path(ofAddress: "file:///home/me/a%20b%C3%A9") == "/home/me/a bé")
        #expect(RootFolders.path(ofAddress: "file://localhost/x") == "/x")
        for address in ["file://other/x", "http:///x", "/x", "file:///x%00y", "file:///x%", "file:///x%zz", "file:///%FF", "file:x"] {
            #expect(RootFolders.path(ofAddress: address) == nil, "\(address)")
        }
    }

    @Test("where the user has named folders, the client can name no others")
    func bound() throws {
        let tree = try Tree()
        defer { tree.remove() }
        let bound = RootFolders([tree.root])
        func answer(_ folder: String) -> RootFolders { RootFolders(answer: ["roots": [["uri": .string("file://\(tree.top)/\(folder)")]]], within: bound) }
        #expect(answer("root/in").folders.count == 1)
        for folder in ["out", "root2", "root/away", "", "absent"] { #expect(answer(folder).folders.isEmpty, "\(folder)") }
        #expect(RootFolders(answer: ["roots": "x"], within: nil).folders.isEmpty)
    }
}
