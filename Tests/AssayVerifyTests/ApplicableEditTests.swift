import AssayCore
import AssaySupport
import Testing

@testable import AssayVerify

@Suite struct ApplicableEditTests {
    private static func edit(_ line: Int, _ column: Int, _ endLine: Int, _ endColumn: Int, path: String = "a.py") -> TextEdit {
        TextEdit(path: path, line: line, column: column, endLine: endLine, endColumn: endColumn, text: "x")
    }

    @Test(
        "edits can be applied where the files have their places",
        arguments: [
            ([edit(1, 1, 1, 1)], true), ([edit(1, 1, 2, 1)], true), ([edit(1, 4, 1, 4)], true), ([edit(2, 3, 2, 3)], true),
            ([edit(1, 1, 1, 2), edit(1, 2, 1, 3)], true),
            ([edit(1, 5, 1, 5)], false), ([edit(0, 1, 1, 1)], false), ([edit(1, 0, 1, 1)], false), ([edit(9, 1, 9, 1)], false), ([edit(1, 3, 1, 2)], false),
            ([edit(1, 1, 1, 3), edit(1, 2, 1, 4)], false), ([edit(1, 1, 1, 1, path: "b.py")], false), ([edit(3, 1, 3, 2)], false),
        ] as [([TextEdit], Bool)])
    func applicable(_ edits: [TextEdit], _ isApplicable: Bool) throws {
        // The second line ends with a carriage return; bytes and characters differ in the third.
        let tree = try FileTree(["a.py": "abc\nde\r\né\n"])
        #expect(edits.areApplicable(to: tree) == isApplicable)
    }
}
