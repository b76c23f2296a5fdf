import AssayCore
import AssaySupport
import AssayToolchains
import Testing

@testable import AssayRepositories

/// A tree, and what is found in it.
private struct Found: Sendable, CustomTestStringConvertible {
    var name: String
    var files: [String: String]
    var taken: [String]
    var passedOver: [String] = []
    var testDescription: String { name }
}

@Suite struct ProjectDetectionTests {
    @Test(
        "toolchains are told by the build files at the top and what they hold",
        arguments: [
            Found(
                name: "a Makefile of the documents and a C file beside Python tests",
                files: ["docs/Makefile": "html:\n\techo\n", "_fast.c": "int x;", "shapes.py": "", "test_shapes.py": "def test(): pass"],
                taken: ["Python (test_shapes.py is named like a test)"]),
            Found(
                name: "a Makefile that only starts Go's own tests",
                files: ["go.mod": "module m", "a_test.go": "package m", "Makefile": "test:\n\tgo test ./...\n"], taken: ["Go (go.mod)"]),
            Found(
                name: "a makefile that builds and runs C tests", files: ["Makefile": "test: a\n\t./a\n", "a.c": "", "a.h": ""],
                taken: ["C (Makefile has a target for tests)"]),
            Found(
                name: "a benchmark in JavaScript beside Python",
                files: ["pyproject.toml": "", "tests/test_a.py": "", "benchmark.js": "", "package.json": "{\"devDependencies\":{}}"],
                taken: ["Python (pyproject.toml)"]),
            Found(
                name: "CMake whose tests are declared below",
                files: ["CMakeLists.txt": "add_subdirectory(test)", "test/CMakeLists.txt": "add_test(NAME a COMMAND a)", "a.cc": ""],
                taken: ["C++ (CMakeLists.txt declares tests)"]),
            Found(
                name: "two toolchains at the top",
                files: ["Cargo.toml": "[package]", "src/lib.rs": "", "package.json": "{\"scripts\": {\"test\": \"node --test\"}}"],
                taken: ["Rust (Cargo.toml)", "JavaScript (package.json has a script for tests)"]),
            Found(
                name: "projects in folders, none at the top",
                files: ["server/go.mod": "", "server/a_test.go": "", "web/package.json": "{\"scripts\": {\"test\": \"tape\"}}", "README.md": ""],
                taken: ["Go (server/go.mod)", "JavaScript (web/package.json has a script for tests)"]),
            Found(
                name: "projects of one language side by side, whose tests are named like tests of the top",
                files: ["a/pyproject.toml": "", "a/tests/test_a.py": "", "b/pyproject.toml": "", "b/tests/test_b.py": "", "README.md": ""],
                taken: ["Python (a/pyproject.toml)", "Python (b/pyproject.toml)"]),
            Found(
                name: "tests at the top beside a project below", files: ["test_top.py": "", "a/pyproject.toml": "", "a/tests/test_a.py": ""],
                taken: ["Python (test_top.py is named like a test)"], passedOver: ["Python (a/pyproject.toml)"]),
            Found(
                name: "a project below another",
                files: ["go.mod": "", "a_test.go": "", "tools/gen/go.mod": "", "tools/gen/b_test.go": "", "vendor/x/go.mod": "", "vendor/x/c_test.go": ""],
                taken: ["Go (go.mod)"], passedOver: ["Go (tools/gen/go.mod)"]),
            Found(
                name: "npm's own placeholder is no test",
                files: ["package.json": "{\"scripts\": {\"test\": \"echo \\\"Error: no test specified\\\" && exit 1\"}}", "a.test.js": ""],
                taken: ["JavaScript (package.json)"]),
            Found(
                name: "a workspace", files: ["go.work": "use ./a", "a/go.mod": "", "a/a_test.go": ""], taken: ["Go (go.work a workspace)"],
                passedOver: ["Go (a/go.mod)"]),
            Found(name: "nothing", files: ["README.md": "text"], taken: []),
        ])
    fileprivate func detection(_ found: Found) throws {
        let layouts = ToolchainProfile.layouts(of: try ToolchainProfile.embedded())
        let detection = ProjectDetection(try FileTree(found.files), layouts: layouts)
        #expect(detection.taken.map(\.words) == found.taken)
        #expect(detection.passedOver.map(\.words) == found.passedOver)
    }

    @Test("members of a workspace are parts of it and not named as passed over; what cargo leaves out by itself is")
    func members() throws {
        let layouts = ToolchainProfile.layouts(of: try ToolchainProfile.embedded())
        func notes(_ files: [String: String]) throws -> [String] {
            var contents = FolderContents()
            contents.tree = try FileTree(files)
            return try ProjectTask.make(contents, of: "here", layouts: layouts)[0].notes
        }
        let go = ["go.work": "use ./a\n", "a/go.mod": "module a\n", "a/a_test.go": "", "b/go.mod": "module b\n", "b/b_test.go": ""]
        #expect(try notes(go) == ["Go (go.work a workspace); not verified: Go (b/go.mod); --only FOLDER takes one of them"])
        let crate = "[package]\nname = \"m\"\n"
        let virtual = ["Cargo.toml": "[workspace]\nmembers = [\"m\"]\n", "m/Cargo.toml": crate, "m/src/lib.rs": ""]
        #expect(try notes(virtual) == ["Rust (Cargo.toml a workspace)"])
        let root = virtual.merging(["Cargo.toml": "[package]\nname = \"r\"\n[workspace]\nmembers = [\"m\"]\n"]) { $1 }
        #expect(try notes(root).last == "not verified: m; 'cargo test' takes the package at the root alone, --only FOLDER another")
    }

    @Test("a toolchain or a folder below can be chosen, and what is not there is told with what is")
    func choice() throws {
        let tree = try FileTree([
            "go.mod": "", "a_test.go": "", "package.json": "{\"scripts\": {\"test\": \"tape\"}}", "tools/Cargo.toml": "", "tools/src/lib.rs": "",
            "assay.yaml": "test: {command: make}",
        ])
        func words(_ change: (inout ProjectChoice) -> Void) throws -> [String] {
            var choice = ProjectChoice()
            change(&choice)
            return try ProjectDetection(tree, layouts: ToolchainProfile.layouts(of: ToolchainProfile.embedded()), choice: choice, of: "here").taken.map(\.words)
        }
        #expect(try words { _ in } == ["Go (go.mod)", "JavaScript (package.json has a script for tests)"])
        let stated = ProjectCommands(build: nil, test: "make", reader: .exitCode, report: nil)
        #expect(try words { $0.commands = { _ in stated } } == ["Go (go.mod)"], "what the folder says itself is run once")
        #expect(try words { $0.toolchain = "javascript" } == ["JavaScript (package.json has a script for tests)"])
        #expect(try words { $0.toolchain = "rust" } == ["Rust (tools/Cargo.toml)"])
        #expect(try words { $0.only = "./tools/" } == ["Rust (tools/Cargo.toml)"])
        let unknown = #expect(throws: InputError.self) { try words { $0.toolchain = "swift" } }
        #expect(unknown?.message.contains("no swift project was found; found: Go (go.mod)") == true)
        let nowhere = #expect(throws: InputError.self) { try words { $0.only = "docs" } }
        #expect(nowhere?.message.contains("'docs' is no project") == true)
    }
}
