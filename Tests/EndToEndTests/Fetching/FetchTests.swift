import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Subprocess
import Testing

/// Dependencies that come from a registry of our own, by each package manager's real client.
@Suite struct FetchTests {
    /// A project with one test, which needs a package of the registry.
    struct Project: CustomTestStringConvertible {
        /// The program without which it cannot be tried.
        let tool: String
        /// A file without which it cannot be tried either.
        var part = "/"
        let files: [String: String]
        var testDescription: String { tool }
    }

    static let projects: [Project] = [
        Project(
            tool: "python3",
            files: [
                "pyproject.toml":
                    "[project]\nname = \"uses\"\nversion = \"1\"\ndependencies = [\"larger\"]\n[build-system]\nrequires = []\nbuild-backend = \"setuptools.build_meta\"\n",
                "test_uses.py": "import larger\n\ndef test_four():\n    assert larger.four(2) == 8\n",
            ]),
        Project(
            tool: "npm",
            files: [
                "package.json": #"{"name": "uses", "version": "1.0.0", "dependencies": {"tiny": "^1.0.0"}, "scripts": {"test": "node --test"}}"#,
                "uses.test.js":
                    "const test = require(\"node:test\");\nconst assert = require(\"node:assert\");\n"
                    + "test(\"doubles\", () => assert.equal(require(\"tiny\").double(2), 4));\n",
            ]),
        Project(
            tool: "go",
            files: [
                "go.mod": "module uses\n\ngo 1.19\n\nrequire example.org/tiny v1.0.0\n",
                "uses_test.go":
                    "package uses\n\nimport (\n\t\"testing\"\n\n\t\"example.org/tiny\"\n)\n\nfunc TestDouble(t *testing.T) {\n"
                    + "\tif tiny.Double(2) != 4 {\n\t\tt.Fatal(\"no\")\n\t}\n}\n",
            ]),
        Project(
            tool: "cargo",
            files: [
                "Cargo.toml": "[package]\nname = \"uses\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[dependencies]\ntiny = \"1\"\n",
                "src/lib.rs": "#[test]\nfn doubles() { assert_eq!(tiny::double(2), 4); }\n",
            ]),
        Project(
            tool: "mvn", part: "/usr/share/maven-repo/org/apache/maven/plugins/maven-dependency-plugin",
            files: [
                "pom.xml":
                    "<project><modelVersion>4.0.0</modelVersion><groupId>uses</groupId><artifactId>uses</artifactId><version>1</version><properties>"
                    + "<maven.compiler.source>11</maven.compiler.source><maven.compiler.target>11</maven.compiler.target></properties><dependencies>"
                    + "<dependency><groupId>org.example</groupId><artifactId>tiny</artifactId><version>1.0</version></dependency>"
                    + "<dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.x</version><scope>test</scope></dependency>"
                    + "</dependencies></project>",
                "src/test/java/uses/UsesTest.java":
                    "package uses;\nimport static org.junit.Assert.assertEquals;\nimport java.util.Properties;\nimport org.junit.Test;\n"
                    + "public class UsesTest {\n    @Test public void doubles() throws Exception {\n        Properties tiny = new Properties();\n"
                    + "        tiny.load(UsesTest.class.getResourceAsStream(\"/tiny.properties\"));\n"
                    + "        assertEquals(\"2\", tiny.getProperty(\"factor\"));\n    }\n}\n",
            ]),
        Project(
            tool: "swift",
            files: [
                "Package.swift":
                    "// swift-tools-version: 5.9\nimport PackageDescription\nlet package = Package(name: \"uses\", dependencies: ["
                    + ".package(url: \"REGISTRY/git/tiny.git\", exact: \"1.0.0\")], targets: [.target(name: \"Uses\", dependencies: ["
                    + ".product(name: \"Tiny\", package: \"tiny\")]), .testTarget(name: \"UsesTests\", dependencies: [\"Uses\"])])\n",
                "Sources/Uses/Uses.swift": "import Tiny\npublic func four(_ x: Int) -> Int { double(double(x)) }\n",
                "Tests/UsesTests/UsesTests.swift":
                    "import XCTest\nimport Uses\nfinal class UsesTests: XCTestCase { func testFour() { XCTAssertEqual(four(2), 8) } }\n",
            ]),
    ]

    @Test("what a project depends on is fetched once, and a later verification needs no network", arguments: projects)
    func fetched(_ project: Project) async throws {
        guard Installed.has(project.tool), FileManager.default.fileExists(atPath: project.part) else { return }
        try await StandInRegistry.serving { registry in
            try registry.project("uses", project.files)
            // Maven's settings are in the user's folder, and no variable names another place.
            let home: [Environment.Key: String] = project.tool == "mvn" ? ["HOME": registry.folder] : [:]
            let lacking = try await registry.assay(["verify", "uses", "-q"], more: home)
            #expect(lacking.status == 3 && lacking.err.contains("unavailable"), "\(lacking.out) \(lacking.err)")
            let allowed = ["--allow-host", "127.0.0.1:\(registry.port)"]
            let first = try await registry.assay(["verify", "uses", "--fetch"] + allowed, more: home)
            #expect(first.status == 0 && first.out.contains("test 1/1") && first.out.contains("dependencies: "), "\(first.out) \(first.err)")
            #expect(first.err.contains("127.0.0.1:\(registry.port)"), "\(first.err)")
            let again = try await registry.assay(["verify", "uses", "--no-cache", "-q"], more: home)
            #expect(again.status == 0 && again.out.contains("test 1/1"), "\(again.out) \(again.err)")
            let listed = try await registry.assay(["environments", "list"])
            #expect(listed.status == 0 && listed.out.contains("uses"), "\(listed.out) \(listed.err)")
            let removed = try await registry.assay(["environments", "remove", "--all"])
            #expect(removed.status == 0 && registry.kept.isEmpty, "\(removed.err) \(registry.kept)")
        }
    }

    @Test("a change that edits a manifest is told so and judged with the dependencies of the original, unless its own are taken")
    func changedManifest() async throws {
        try await StandInRegistry.serving { registry in
            var files = try #require(Self.projects.first).files
            try registry.project("uses", files)
            for words in [["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "one"]] {
                try await Git.run(words, in: registry.folder + "/uses")
            }
            files["pyproject.toml"]?.replace("\"larger\"", with: "\"larger\", \"gone\"")
            try registry.project("uses", files)
            let own = try await registry.assay(["verify", "--repo", "uses", "--base", "HEAD", "--fetch"])
            #expect(own.status == 0 && own.out.contains("pyproject.toml") && own.out.contains("--allow-manifest"), "\(own.out) \(own.err)")
            let changed = try await registry.assay(["verify", "--repo", "uses", "--base", "HEAD", "--fetch", "--allow-manifest"])
            #expect(changed.status == 3 && changed.err.contains("gone"), "\(changed.out) \(changed.err)")
        }
    }

    @Test("a package of Swift comes from where the user's own git reads it")
    func mirrored() async throws {
        guard Installed.has("swift") else { return }
        try await StandInRegistry.serving { registry in
            var files = try #require(Self.projects.first { $0.tool == "swift" }).files
            files["Package.swift"]?.replace("REGISTRY/git/", with: "https://packages.example.org/")
            try registry.project("uses", files)
            try registry.project(".", ["settings": "[url \"\(registry.folder)/git/\"]\n\tinsteadOf = https://packages.example.org/\n"])
            let ran = try await registry.assay(["verify", "uses", "--fetch"], more: ["GIT_CONFIG_GLOBAL": "\(registry.folder)/settings"])
            #expect(ran.status == 0 && ran.out.contains("test 1/1") && ran.err.contains("from no host"), "\(ran.out) \(ran.err)")
        }
    }

    @Test("artefacts of Java come from a folder where Maven's settings name one")
    func mavenFolder() async throws {
        let project = try #require(Self.projects.first { $0.tool == "mvn" })
        guard Installed.has("mvn"), FileManager.default.fileExists(atPath: project.part) else { return }
        try await StandInRegistry.serving { registry in
            try registry.project("uses", project.files)
            // Without the plugin that the distribution lacks, which the registry has.
            try registry.project(
                ".",
                [
                    ".m2/settings.xml":
                        "<settings><mirrors><mirror><id>own</id><mirrorOf>*</mirrorOf><url>file:///usr/share/maven-repo</url></mirror></mirrors></settings>"
                ])
            let ran = try await registry.assay(["fetch", "uses"], more: ["HOME": registry.folder])
            #expect(ran.status == 3 && ran.err.contains("unavailable: maven could not fetch") && ran.err.contains("file:///usr/share/maven-repo"), "\(ran.err)")
        }
    }

    @Test("versions that another package manager fixes are not replaced by others", arguments: [("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn")])
    func otherLock(_ file: String, _ tool: String) async throws {
        guard Installed.has("npm") else { return }
        try await StandInRegistry.serving { registry in
            var files = try #require(Self.projects.first { $0.tool == "npm" }).files
            files[file] = "lockfileVersion: '9.0'\n"
            try registry.project("uses", files)
            let ran = try await registry.assay(["fetch", "uses", "--allow-host", "127.0.0.1:\(registry.port)"])
            #expect(ran.status == 3 && ran.err.contains(file) && ran.err.contains("run: \(tool) install"), "\(ran.err)")
        }
    }

    @Test("what only tests and developers want is left out where it cannot be had, and told")
    func wishes() async throws {
        try await StandInRegistry.serving { registry in
            try registry.project(
                "uses",
                [
                    "setup.py": "from setuptools import setup\nneeds = ['larger']\nsetup(name='uses', version='1', install_requires=needs + ['tiny'])\n",
                    "tox.ini": "[testenv]\ndeps =\n    runs\n    tiny\n", "requirements.txt": "gone>=2\n",
                    "test_uses.py": "import larger\n\ndef test_four():\n    assert larger.four(2) == 8\n",
                ])
            let ran = try await registry.assay(["verify", "uses", "--fetch", "--allow-host", "127.0.0.1:\(registry.port)"])
            #expect(ran.status == 0 && ran.out.contains("runs (tox.ini: ") && ran.out.contains("gone>=2 (requirements.txt: "), "\(ran.out) \(ran.err)")
        }
    }

    @Test("predictions are judged with what the project of their instance depends on; what cannot be had is told in their rows")
    func predictions() async throws {
        try await StandInRegistry.serving { registry in
            var files = [
                "requirements.txt": "larger\n", "uses.py": "factor = 3\n",
                "test_uses.py": "import larger, uses\n\ndef test_four():\n    assert larger.four(2) == 4 * uses.factor\n",
            ]
            try registry.project("instances/good", files)
            files["requirements.txt"] = "larger\ngone\n"
            try registry.project("instances/lacking", files)
            let patch = "--- a/uses.py\n+++ b/uses.py\n@@ -1 +1 @@\n-factor = 3\n+factor = 2\n"
            let lines = try ["good", "lacking"].map { try JSON.line(["instance_id": $0, "model_name_or_path": "m", "model_patch": patch]) }
            try registry.project(".", ["preds.jsonl": lines.joined(separator: "\n")])
            let allowed = ["--fetch", "--allow-host", "127.0.0.1:\(registry.port)"]
            let ran = try await registry.assay(["verify", "instances", "--predictions", "preds.jsonl", "-o", "out.jsonl"] + allowed)
            let rows = try String(contentsOfFile: registry.folder + "/out.jsonl", encoding: .utf8).split(separator: "\n").map(String.init)
            try #require(rows.count == 2, "\(ran.out) \(ran.err)")
            #expect(rows[0].contains("\"verdict\":\"passed\""), "\(rows[0]) \(ran.err)")
            #expect(rows[1].contains("\"verdict\":\"harness_error\"") && rows[1].contains("gone"), "\(rows[1])")
            #expect(ran.out.contains("lacking: unavailable: ") && ran.out.contains("gone"), "\(ran.out)")
        }
    }

    @Test("what a test needs beside what was fetched is told as such")
    func notAsked() async throws {
        try await StandInRegistry.serving { registry in
            var files = try #require(Self.projects.first).files
            files["test_uses.py"] = "import larger\nimport gone\n\ndef test_it():\n    pass\n"
            try registry.project("uses", files)
            let ran = try await registry.assay(["verify", "uses", "--fetch", "--allow-host", "127.0.0.1:\(registry.port)"])
            #expect(ran.status == 3 && ran.err.contains("needs gone") && ran.err.contains("no manifest that was fetched for asks for it"), "\(ran.err)")
        }
    }

    @Test("what was fetched is not laid over an environment that is named, unless a fetch is asked for")
    func namedEnvironment() async throws {
        try await StandInRegistry.serving { registry in
            var files = try #require(Self.projects.first).files
            files["test_uses.py"] =
                "import unittest\nimport larger\n\nclass Uses(unittest.TestCase):\n    def test_four(self):\n        assert larger.four(2) == 8\n"
            try registry.project("uses", files)
            let fetched = try await registry.assay(["fetch", "uses", "--allow-host", "127.0.0.1:\(registry.port)"])
            #expect(fetched.status == 0, "\(fetched.err)")
            let named = try await registry.assay(["verify", "uses", "--python", "/usr/bin/python3", "--no-cache", "-q"])
            #expect(named.status == 3 && named.err.contains("needs larger"), "\(named.out) \(named.err)")
        }
    }

    @Test("wheels that were fetched for another Python are not used")
    func otherRuntime() async throws {
        try await StandInRegistry.serving { registry in
            try registry.project("uses", try #require(Self.projects.first).files)
            let fetched = try await registry.assay(["fetch", "uses", "--allow-host", "127.0.0.1:\(registry.port)"])
            #expect(fetched.status == 0, "\(fetched.err)")
            let mark = try #require(registry.kept.first { $0.hasSuffix("/.assay-runtime") })
            try Data("cpython-20".utf8).write(to: URL(filePath: "\(registry.folder)/cache/environments/\(mark)"))
            let judged = try await registry.assay(["verify", "uses", "--no-cache", "-q"])
            #expect(judged.status == 3 && judged.err.contains("unavailable: needs larger"), "\(judged.out) \(judged.err)")
        }
    }

    @Test("a registry of cargo's that wants a password is refused, and no jail sees it")
    func password() async throws {
        guard Installed.has("cargo") else { return }
        try await StandInRegistry.serving { registry in
            try registry.project("uses", try #require(Self.projects.first { $0.tool == "cargo" }).files)
            let settings =
                "[source.crates-io]\nreplace-with = \"own\"\n[source.own]\nregistry = \"sparse+http://me:secret@127.0.0.1:\(registry.port)/cargo/\"\n"
            try Data(settings.utf8).write(to: URL(filePath: registry.folder + "/cargo/config.toml"))
            let ran = try await registry.assay(["fetch", "uses"])
            #expect(ran.status == 65 && ran.err.contains("credentials") && !ran.err.contains("secret"), "\(ran.status ?? -1) \(ran.err)")
        }
    }

    @Test("a flag that cannot be meant and a name that is not there are told in one line")
    func misuse() async throws {
        let host = try await assay(["fetch", ".", "--allow-host", "a b"])
        #expect(host.status == 64 && host.err.contains("'a b' is no host"), "\(host.err)")
        let lost = try await assay(["fetch", ".", "--allow-host", "/nowhere"])
        #expect(lost.status == 64 && lost.err.contains("'/nowhere' is no folder"), "\(lost.err)")
        let name = try await assay(["environments", "remove", "pip-nothing"])
        #expect(name.status == 66 && name.err.contains("assay environments list"), "\(name.err)")
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try Data("# nothing\n".utf8).write(to: URL(filePath: folder + "/requirements.txt"))
        try Data("def test_it():\n    pass\n".utf8).write(to: URL(filePath: folder + "/test_it.py"))
        let cache = try await assay(["fetch", folder], environment: ["ASSAY_CACHE": "/proc/nowhere"])
        #expect(cache.status == 73 && cache.err.contains("ASSAY_CACHE"), "\(cache.status ?? -1) \(cache.err)")
        let none = try await assay(["fetch", "/nowhere-at-all"])
        #expect(none.status == 66, "\(none.err)")
    }
}
