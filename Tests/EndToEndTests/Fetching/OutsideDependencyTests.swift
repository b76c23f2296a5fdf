import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

/// Projects that take a package from beside their folder.
@Suite struct OutsideDependencyTests {
    /// A project in the folder `app`, which takes the package in the folder `other`.
    struct Project: CustomTestStringConvertible {
        let testDescription: String
        /// The program without which it cannot be tried.
        let tool: String
        let files: [String: String]
        /// The path as the manifest writes it.
        var path = "../other"
    }

    static let projects: [Project] = [
        Project(
            testDescription: "cargo", tool: "cargo",
            files: [
                "app/Cargo.toml":
                    "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[dependencies]\nother = { path = \"../other\" }\n",
                "app/src/lib.rs": "#[test]\nfn two() { assert_eq!(other::two(), 2) }\n",
                "other/Cargo.toml": "[package]\nname = \"other\"\nversion = \"0.1.0\"\nedition = \"2021\"\n", "other/src/lib.rs": "pub fn two() -> i32 { 2 }\n",
            ]),
        Project(
            testDescription: "a member of a workspace of cargo", tool: "cargo",
            files: [
                "app/Cargo.toml": "[package]\nname = \"app\"\nversion.workspace = true\nedition = \"2021\"\n",
                "app/src/lib.rs": "#[test]\nfn two() { assert_eq!(1 + 1, 2) }\n",
                "Cargo.toml": "[workspace]\nmembers = [\"app\"]\n[workspace.package]\nversion = \"0.1.0\"\n",
            ], path: "../Cargo.toml"),
        Project(
            testDescription: "npm", tool: "npm",
            files: [
                "app/package.json": #"{"name": "app", "version": "1.0.0", "dependencies": {"two": "file:../other"}, "scripts": {"test": "node --test"}}"#,
                "app/a.test.js": "require(\"node:test\")(\"two\", () => require(\"node:assert\").equal(require(\"two\"), 2));\n",
            ]),
        Project(
            testDescription: "go", tool: "go",
            files: [
                "app/go.mod": "module app\n\ngo 1.19\n\nrequire example.org/two v0.0.0\n\nreplace example.org/two => ../other\n",
                "app/a_test.go":
                    "package app\n\nimport (\n\t\"testing\"\n\n\t\"example.org/two\"\n)\n\nfunc TestTwo(t *testing.T) {\n\tif two.Two() != 2 {\n\t\tt.Fatal(\"no\")\n\t}\n}\n",
                "other/go.mod": "module example.org/two\n\ngo 1.19\n", "other/two.go": "package two\n\nfunc Two() int { return 2 }\n",
            ]),
        Project(
            testDescription: "pip", tool: "python3",
            files: ["app/requirements.txt": "-e ../other\n", "app/test_a.py": "import other\n\ndef test_two():\n    assert other.two() == 2\n"]),
        Project(
            testDescription: "uv", tool: "python3",
            files: [
                "app/pyproject.toml":
                    "[project]\nname = \"app\"\nversion = \"1\"\ndependencies = [\"two\"]\n[tool.uv.sources]\ntwo = {path = \"../other\", editable = true}\n"
                    + "[build-system]\nrequires = []\nbuild-backend = \"setuptools.build_meta\"\n",
                "app/test_a.py": "import two\n\ndef test_two():\n    assert two.two() == 2\n",
            ]),
        Project(
            testDescription: "SwiftPM", tool: "swift",
            files: [
                "app/Package.swift":
                    "// swift-tools-version: 5.9\nimport PackageDescription\nlet package = Package(name: \"app\", dependencies: [.package(path: \"../other\")], "
                    + "targets: [.testTarget(name: \"AppTests\", dependencies: [.product(name: \"Other\", package: \"other\")])])\n",
                "app/Tests/AppTests/A.swift": "import XCTest\nimport Other\nfinal class A: XCTestCase { func testA() { XCTAssertEqual(two(), 2) } }\n",
            ]),
    ]

    private static func write(_ files: [String: String], below folder: String) throws {
        for (path, text) in files {
            let place = "\(folder)/\(path)"
            try FileManager.default.createDirectory(atPath: place.parentFolder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: place))
        }
    }

    @Test("what lies outside of the verified folder is told with its path, and is nobody's failure", arguments: projects)
    func told(_ project: Project) async throws {
        guard Installed.has(project.tool) else { return }
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try Self.write(project.files, below: folder)
        let ran = try await assay(["verify", "app", "-q"], in: folder)
        #expect(
            ran.status == 3 && ran.err.contains("which is taken from \(project.path), outside of the folder that is verified"),
            "\(ran.status ?? -1) \(ran.out) \(ran.err)")
    }

    @Test(
        "a folder that holds both and names the command of the tests is verified as one",
        arguments: [("cargo", "cd app && cargo test --offline", "exit-code"), ("go", "cd app && go test -json ./...", "go")])
    func both(_ tool: String, _ command: String, _ reader: String) async throws {
        guard Installed.has(tool) else { return }
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try Self.write(try #require(Self.projects.first { $0.testDescription == tool }).files, below: folder)
        try Self.write(["assay.yaml": "test: {command: '\(command)', reader: \(reader)}\n"], below: folder)
        let ran = try await assay(["verify", ".", "-q"], in: folder)
        #expect(ran.status == 0 && ran.out.contains("test 1/1") && ran.out.contains(command), "\(ran.out) \(ran.err)")
    }

    @Test("a fetch says so too, and asks no registry for what uv takes from a folder")
    func fetched() async throws {
        guard Installed.has("swift") else { return }
        try await StandInRegistry.serving { registry in
            for (name, words) in [("SwiftPM", "app takes ../other from outside of it"), ("uv", "two (pyproject.toml: only packages of the registry")] {
                let files = try #require(Self.projects.first { $0.testDescription == name }).files
                try registry.project(name, files)
                let ran = try await registry.assay(["fetch", "\(name)/app", "--allow-host", "127.0.0.1:\(registry.port)"])
                #expect((ran.out + ran.err).contains(words), "\(ran.out) \(ran.err)")
            }
        }
    }
}
