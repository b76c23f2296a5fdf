import AssayCore
import AssaySupport
import Testing

@testable import AssayRepositories

/// A tree, and the workspace that its manifests declare: each member as `name folder -> dependencies`.
private struct Declared: Sendable, CustomTestStringConvertible {
    var name: String
    var language: Language
    var files: [String: String]
    var members: [String]?
    var unknown: String?
    var testDescription: String { name }

    init(_ name: String, _ language: Language, _ files: [String: String], _ members: [String]?, unknown: String? = nil) {
        (self.name, self.language, self.files, self.members, self.unknown) = (name, language, files, members, unknown)
    }
}

@Suite struct WorkspaceReadingTests {
    private static func crate(_ name: String, _ rest: String = "") -> String { "[package]\nname = \"\(name)\"\nversion = \"1.0.0\"\n\(rest)" }

    private static let rust = [
        Declared("a package without a workspace", .rust, ["Cargo.toml": crate("a")], nil),
        Declared(
            "members by pattern, dependencies by path, by the root, by target and by patch", .rust,
            [
                "Cargo.toml": "[workspace]\nmembers = ['crates/*']\nexclude = ['crates/out']\n[workspace.dependencies]\nbase = { path = 'crates/base' }\n"
                    + "[patch.crates-io]\npatched = { path = 'crates/patched' }\n",
                "crates/base/Cargo.toml": crate("base"), "crates/out/Cargo.toml": crate("out"), "crates/patched/Cargo.toml": crate("patched"),
                "crates/a/Cargo.toml": crate("a", "[dependencies]\nbase.workspace = true\n[dev-dependencies]\nb = { path = '../b' }\n"),
                "crates/b/Cargo.toml": crate("b-lib", "[target.'cfg(unix)'.dependencies]\nx = { path = '../base' }\n[build-dependencies]\npatched = '1'\n"),
            ], ["a crates/a -> b-lib base", "b-lib crates/b -> base patched", "base crates/base -> ", "patched crates/patched -> "]),
        Declared(
            "a package at the root with another that it depends on by path", .rust,
            [
                "Cargo.toml": crate("root", "[workspace]\n[dependencies]\nimpl = { path = 'impl' }\n"), "impl/Cargo.toml": crate("impl"),
                "fuzz/Cargo.toml": crate("fuzz"),
            ],
            ["impl impl -> ", "root  -> impl"]),
        Declared(
            "a member that is no TOML", .rust, ["Cargo.toml": "[workspace]\nmembers = ['a']\n", "a/Cargo.toml": "[package\n"], [],
            unknown: "'a/Cargo.toml' cannot be read"),
        Declared(
            "a pattern with alternatives of characters", .rust, ["Cargo.toml": "[workspace]\nmembers = ['a[12]']\n"], [],
            unknown: "the members in Cargo.toml are named by a pattern that is not known here"),
    ]

    private static let node = [
        Declared("a package without a workspace", .javascript, ["package.json": "{\"name\": \"a\"}"], nil),
        Declared(
            "npm's workspaces", .javascript,
            [
                "package.json": #"{"workspaces": ["packages/*", "!packages/out"]}"#, "packages/out/package.json": #"{"name": "out"}"#,
                "packages/a/package.json": #"{"name": "@x/a", "scripts": {"test": "node --test"}, "dependencies": {"@x/b": "^1.0.0", "left-pad": "*"}}"#,
                "packages/b/package.json": #"{"name": "@x/b", "scripts": {"test": "echo no test specified"}}"#, "packages/b/node_modules/q/package.json": "{}",
                "packages/c/package.json": #"{"devDependencies": {"any": "file:../b"}}"#,
            ], ["@x/a packages/a -> @x/b", "@x/b packages/b -> ", "packages/c packages/c -> @x/b"]),
        Declared(
            "Yarn's mapping and pnpm's file", .javascript,
            [
                "package.json": #"{"workspaces": {"packages": ["nowhere"]}}"#, "pnpm-workspace.yaml": "packages:\n  - 'libs/**'\n  - apps/{one,two}\n",
                "libs/x/y/package.json": #"{"name": "y"}"#, "apps/one/package.json": #"{"name": "one", "peerDependencies": {"y": "workspace:*"}}"#,
                "apps/three/package.json": #"{"name": "three"}"#,
            ], ["one apps/one -> y", "y libs/x/y -> "]),
    ]

    private static let whole = [
        Declared(
            "tests of npm's workspaces beside the packages", .javascript,
            ["package.json": #"{"workspaces": ["p/*"]}"#, "p/a/package.json": "{}", "test/all.test.ts": ""], [],
            unknown: "'test/all.test.ts' is a test of no package, and may be one of any"),
        Declared(
            "a project of uv whose dependencies are worked out when it is built", .python,
            [
                "pyproject.toml": "[project]\nname = 'all'\ndynamic = ['version', 'dependencies']\n[tool.uv.workspace]\nmembers = ['p/*']\n",
                "p/a/pyproject.toml": "[project]\nname = 'a'\n", "p/b/pyproject.toml": "[project]\nname = 'b'\n",
            ], ["a p/a -> ", "all  -> a b", "b p/b -> "]),
        Declared(
            "tests of uv's workspace beside the members", .python,
            ["pyproject.toml": "[tool.uv.workspace]\nmembers = ['p/*']\n", "p/a/pyproject.toml": "[project]\nname = 'a'\n", "tests/test_all.py": ""], [],
            unknown: "'tests/test_all.py' is a test of no member, and may be one of any"),
    ]

    private static let others = [
        Declared(
            "go.work with blocks, comments and a replacement", .go,
            [
                "go.work": "go 1.22\n\nuse (\n\t./a // first\n\t\"./b\"\n)\nuse .\n", "go.mod": "module example.org/root\n", "a/a_test.go": "",
                "a/go.mod": "module example.org/a\nrequire (\n\texample.org/b v1.0.0\n\texample.org/c v1.0.0 // indirect\n)\n",
                "b/go.mod": "module example.org/b\nreplace example.org/zero => ../\n",
            ], ["example.org/a a -> example.org/b", "example.org/b b -> example.org/root", "example.org/root  -> "]),
        Declared("go.work above the tree", .go, ["go.work": "use ../x\n"], [], unknown: "go.work uses a folder that is not in the tree"),
        Declared("a module", .go, ["go.mod": "module m\n"], nil),
        Declared(
            "uv's workspace with its root as a member", .python,
            [
                "pyproject.toml":
                    "[project]\nname = 'all'\ndependencies = ['My_Lib[fast]>=1; python_version > \"3\"']\n[tool.uv.workspace]\nmembers = ['packages/*']\n",
                "packages/lib/pyproject.toml": "[project]\nname = 'my.lib'\n", "packages/lib/tests/test_a.py": "",
                "packages/app/pyproject.toml": "[project]\nname = 'app'\n[tool.uv.sources]\nx = {path = '../lib'}\n[dependency-groups]\ndev = ['all']\n",
            ], ["all  -> my-lib", "app packages/app -> all my-lib", "my-lib packages/lib -> "]),
        Declared(
            "targets of a Swift package, and a package in a folder", .swift,
            [
                "Package.swift": """
                // swift-tools-version: 6.0
                import PackageDescription
                let package = Package(
                    name: "p", dependencies: [.package(path: "Local/Box"), .package(url: "https://example.org/x", from: "1.0.0")],
                    targets: [
                        .target(name: "A", dependencies: [.product(name: "BoxKit", package: "box"), .product(name: "X", package: "x")]),
                        .executableTarget(name: "B", dependencies: ["A"], path: "Programs/B"),
                        .testTarget(name: "ATests", dependencies: [.target(name: "A")]), .testTarget(name: "BTests", dependencies: [.byName(name: "B")]),
                    ])
                for target in package.targets { target.swiftSettings = [] }
                """, "Local/Box/Package.swift": "let package = Package(name: \"Box\", targets: [.target(name: \"BoxKit\")])", "Sources/A/a.swift": "",
                "Tests/ATests/a.swift": "", "Tests/BTests/b.swift": "",
            ],
            [
                "A Sources/A -> package Local/Box", "ATests Tests/ATests -> A", "B Programs/B -> A", "BTests Tests/BTests -> B",
                "package Local/Box Local/Box -> ",
            ]),
        Declared(
            "a Swift package whose targets are made by code", .swift,
            ["Package.swift": "let package = Package(name: \"p\", targets: names.map { .target(name: $0) })"], [],
            unknown: "Package.swift makes its targets by code, which is not run to know them"),
        Declared(
            "a Swift package whose targets are changed by code", .swift,
            ["Package.swift": "let package = Package(name: \"p\", targets: [.target(name: \"A\")])\npackage.targets.append(.target(name: \"B\"))"], [],
            unknown: "Package.swift makes its targets by code, which is not run to know them"),
        Declared(
            "a Gradle build", .java,
            [
                "settings.gradle": "rootProject.name = 'x'\ninclude 'core', ':app:web' // include 'no'\ninclude('tool')\n",
                "app/web/build.gradle":
                    "dependencies {\n  implementation project(':core')\n  testImplementation project(path: ':tool', configuration: 'x')\n}\n",
                "tool/build.gradle.kts": "dependencies { implementation(projects.core) }",
            ], [":app:web app/web -> :core :tool", ":core core -> ", ":tool tool -> :core"]),
        Declared(
            "a Gradle build whose root says what a module depends on", .java,
            [
                "settings.gradle": "include ':app', ':lib'\n", "build.gradle": "project(':app') { dependencies { implementation project(':lib') } }\n",
                "app/build.gradle": "", "lib/build.gradle": "",
            ], [], unknown: "the root's build.gradle says what modules depend on, which is not run to know it"),
        Declared(
            "a Maven build: modules of modules, one in a comment, one that is not there", .java,
            [
                "pom.xml": "<project><artifactId>root</artifactId><modules><module>base</module><!--<module>out</module>--><module>apps</module>"
                    + "<module>gone</module><module>../above</module></modules></project>",
                "out/pom.xml": "<project><artifactId>out</artifactId></project>",
                "base/pom.xml": "<project><parent><artifactId>root</artifactId></parent><artifactId>the-base</artifactId></project>",
                "apps/pom.xml": "<project><artifactId>apps</artifactId><modules><module>./web/pom.xml</module></modules></project>",
                "apps/web/pom.xml":
                    "<project><parent><artifactId>apps</artifactId></parent><artifactId>web</artifactId><dependencies><dependency>"
                    + "<artifactId>the-base</artifactId></dependency></dependencies></project>",
            ], ["apps apps -> ", "the-base base -> ", "web apps/web -> apps the-base"]),
        Declared(
            "Maven modules that name themselves and each other, again and again", .java,
            [
                "pom.xml": String(repeating: "<module>.</module><module>a</module>", count: 40),
                "a/pom.xml": "<artifactId>a</artifactId>" + String(repeating: "<module>.</module><module>..</module><module>../b</module>", count: 40),
                "b/pom.xml": "<artifactId>b</artifactId>" + String(repeating: "<module>../a</module><module>../b</module>", count: 40),
            ], ["a a -> ", "b b -> "]),
        Declared(
            "a Gradle build that finds its modules by code", .java, ["settings.gradle": "include 'a'\nfile('b').listFiles().each { include it.name }\n"], [],
            unknown: "settings.gradle places its modules by code, which is not run to know them"),
    ]

    @Test("members and what they depend on are read from manifests", arguments: rust + node + whole + others)
    fileprivate func reading(_ declared: Declared) throws {
        let workspace = ProjectWorkspace.read(try FileTree(declared.files), language: declared.language, tests: ["test_*.py"])
        #expect(workspace?.members.map { "\($0.name) \($0.folder) -> \($0.dependencies.sorted().joined(separator: " "))" } == declared.members)
        #expect(workspace?.unknown == declared.unknown)
    }

    @Test("where the tests of a package are: run by its own script, none, or with those of the root")
    func tests() throws {
        let tree = try FileTree([
            "package.json": #"{"workspaces": ["p/*"]}"#, "p/a/package.json": #"{"scripts": {"test": "node --test"}}"#, "p/b/package.json": "{}",
            "p/c/package.json": "{}", "p/c/src/c.test.ts": "",
        ])
        let workspace = try #require(ProjectWorkspace.read(tree, language: .javascript, tests: []))
        #expect(workspace.members.map(\.tests) == [.own, .none, .ofWhole])
    }
}
