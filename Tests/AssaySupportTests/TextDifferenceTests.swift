import AssaySupport
import AssayTestSupport
import Foundation
import Testing

@Suite struct TextDifferenceTests {
    @Test(
        "the hunks are those of diff -u",
        arguments: [
            ("a\nb\nc\n", "a\nB\nc\n"), ("", "a\n"), ("a\n", ""), ("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nX\n5\n6\n7\n8\n9\n"),
            ((1...40).map { "\($0)\n" }.joined(), (1...40).map { $0 == 3 || $0 == 30 ? "x\n" : "\($0)\n" }.joined()),
            ("a\n", "a\nb\n"), ("x\na\n", "a\n"),
        ])
    func hunks(_ old: String, _ new: String) throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(old.utf8).write(to: URL(filePath: folder + "/a"))
        try Data(new.utf8).write(to: URL(filePath: folder + "/b"))
        let diff = Process()
        diff.executableURL = URL(filePath: "/usr/bin/diff")
        diff.arguments = ["-u", folder + "/a", folder + "/b"]
        let pipe = Pipe()
        diff.standardOutput = pipe
        try diff.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        diff.waitUntilExit()
        // diff leaves a count of 1 out.
        let theirs = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2).map { line in
            line.hasPrefix("@@")
                ? line.split(separator: " ").map { $0.first == "-" || $0.first == "+" ? ($0.contains(",") ? String($0) : "\($0),1") : String($0) }.joined(
                    separator: " ")
                : String(line)
        }.joined(separator: "\n")
        #expect(TextDifference.hunks(from: old, to: new) == theirs)
    }

    @Test("files that come, go and change are named, what is no text is said, and a limit is kept")
    func trees() throws {
        var old = try FileTree(["a.py": "a\n", "gone.py": "g\n"])
        try old.set("data", .bytes(Data([0xFF])))
        var new = try FileTree(["a.py": "b\n", "new.py": "n\n"])
        try new.set("data", .bytes(Data([0xFE])))
        let text = TextDifference.unified(from: old, to: new)
        for words in ["--- a/a.py\n+++ b/a.py\n@@ -1,1 +1,1 @@\n-a\n+b\n", "--- /dev/null\n+++ b/new.py", "--- a/gone.py\n+++ /dev/null", "(not a text)"] {
            #expect(text.contains(words), "\(text)")
        }
        #expect(TextDifference.unified(from: old, to: new, limit: 20).hasSuffix("(the rest is left out)\n"))
    }
}
