import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains
import FoundationEssentials
import Testing

@Suite struct OutlineTests {
    @Test(
        "what files declare is read by universal-ctags, in a jail",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/ctags")))
    func outlines() async throws {
        let tree = try FileTree([
            "src/a.py": "import os\n\nLIMIT = 3\n\nclass Box(object):\n    def put(self, x):\n        local = x\n        return local\n",
            "b.rs": "pub struct P { x: i32 }\nimpl P {\n    pub fn new(x: i32) -> P { P { x } }\n}\n",
            "c.go": "package c\n\nfunc Add(a, b int) int { return a + b }\n",
            ".ctags.d/evil.ctags": "--regex-python=/x/y/e{{\n--output-format=xref\n",
        ])
        let found = try await CtagsOutline(sandbox: JailSandbox()).outlines(of: tree)
        #expect(found["src/a.py"] == "class Box(object):\n    def put(self, x):\n")
        #expect(found["b.rs"]?.contains("pub fn new(x: i32) -> P") == true)
        #expect(found["c.go"]?.contains("func Add(a, b int) int") == true)
    }
}
