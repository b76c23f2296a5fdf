import AssayCore
import AssaySupport
import Testing

@testable import AssayRepositories

@Suite struct WorkspaceTests {
    private static let shop = ProjectWorkspace(
        .cargo,
        [
            .init("core", in: "crates/core", selectors: ["crates/core#core"]),
            .init("api", in: "crates/api", selectors: ["crates/api#api"], dependencies: ["core"]),
            .init("app", in: "app", selectors: ["app#app"], dependencies: ["api"]),
            .init("tool", in: "crates/core/tool", selectors: ["crates/core/tool#tool"]),
        ])

    @Test(
        "a change affects the members that hold its files and those that depend on them, however far",
        arguments: [
            (["crates/core/src/lib.rs"], ["core"], ["api": "core", "app": "api"]), (["app/src/main.rs"], ["app"], [:]),
            (["crates/core/tool/Cargo.toml"], ["tool"], [:]), (["crates/api/README.md", "app/x"], ["api", "app"], [:]), ([], [], [:]),
        ] as [([String], Set<String>, [String: String])])
    func affected(_ paths: [String], _ changed: Set<String>, _ dependent: [String: String]) {
        let rest = Set(Self.shop.members.map(\.name)).subtracting(changed).subtracting(dependent.keys)
        #expect(Self.shop.affected(by: paths) == .some(changed: changed, dependent: dependent, unaffected: rest))
    }

    @Test(
        "a file of no member affects everything, unless it is a document",
        arguments: [
            ("Cargo.lock", true), ("Cargo.toml", true), (".github/workflows/ci.yml", true), ("scripts/make.sh", true), ("requirements.txt", true),
            ("docs/conf.py", true), ("src/lib.rs", true), ("README.md", false), ("docs/guide.rst", false), ("LICENSE", false), ("LICENSE-MIT", false),
            ("docs/logo.svg", false), ("assets.svg", true), ("LICENSE-check.sh", true),
        ])
    func outside(_ path: String, _ everything: Bool) {
        #expect((Self.shop.affected(by: [path]).names == nil) == everything)
        if everything { #expect(Self.shop.affected(by: [path]) == .everything(because: "'\(path)' belongs to no member")) }
    }

    @Test("a document affects the members that name it")
    func documents() {
        #expect(Self.shop.affected(by: ["README.md"]) { $0 == "README.md" ? ["app"] : [] }.names == ["app"])
    }

    @Test(
        "of the member at the root are sources and tests in folders, not what lies beside its manifest",
        arguments: [
            (WorkspaceKind.cargo, "src/lib.rs", true), (.cargo, "tests/data.txt", true), (.cargo, "build.rs", false), (.cargo, "rust-toolchain", false),
            (.go, "root.go", true), (.go, "internal/a.go", true), (.go, "go.work", false), (.go, "go.sum", false), (.node, "src/index.js", false),
            (.uv, "tests/test_a.py", true), (.uv, "conftest.py", false), (.gradle, "buildSrc/src/A.java", false), (.cargo, ".cargo/config.rs", false),
        ])
    func root(_ kind: WorkspaceKind, _ path: String, _ isOfRoot: Bool) {
        let workspace = ProjectWorkspace(kind, [.init("root", in: "", selectors: ["."]), .init("a", in: "a", selectors: ["a"])])
        #expect((workspace.affected(by: [path]).names == ["root"]) == isOfRoot)
    }

    @Test(
        "what lies in a package that is no member affects everything, wherever its folder is",
        arguments: [
            (Language.rust, "Cargo.toml", "[package]\nname = \"r\"\n[workspace]\nmembers = [\"a\"]\n[patch.crates-io]\nfoo = {path = \"vendor/foo\"}\n", "rs"),
            (.go, "go.mod", "module r\n", "go"), (.python, "pyproject.toml", "[project]\nname = \"r\"\n[tool.uv.workspace]\nmembers = [\"a\"]\n", "py"),
        ])
    func foreign(_ language: Language, _ manifest: String, _ text: String, _ suffix: String) throws {
        let own = language == .rust ? "[package]\nname = \"a\"\n" : language == .go ? "module a\n" : "[project]\nname = \"a\"\n"
        var files = [manifest: text, "a/\(manifest)": own, "a/src/a.\(suffix)": "", "src/r.\(suffix)": ""]
        if language == .go { files["go.work"] = "go 1.21\nuse .\nuse ./a\nreplace foo => ./vendor/foo\n" }
        let other = own.replacing("\"a\"", with: "\"foo\"").replacing("module a", with: "module foo")
        let tree = try FileTree(files.merging(["vendor/foo/\(manifest)": other, "a/inner/\(manifest)": other]) { $1 })
        let workspace = try #require(ProjectWorkspace.read(tree, language: language, tests: ["test_*.py"]))
        #expect(workspace.affected(by: ["src/r.\(suffix)"]).names == ["r"] && workspace.affected(by: ["a/src/a.\(suffix)"]).names == ["a"])
        for path in ["vendor/foo/src/lib.\(suffix)", "a/inner/src/lib.\(suffix)"] {
            #expect(workspace.affected(by: [path]) == .everything(because: "'\(path)' belongs to no member"))
            #expect(workspace.joined(with: workspace).affected(by: [path]).names == nil)
        }
    }

    @Test("the tests of a Swift target are chosen by the name of its module")
    func module() throws {
        let package = #"let package = Package(name: "p", targets: [.target(name: "lib"), .testTarget(name: "my-libTests"), .testTarget(name: "OtherTests")])"#
        let tree = try FileTree([
            "Package.swift": "// swift-tools-version: 6.0\nimport PackageDescription\n" + package + "\n", "Sources/lib/a.swift": "",
            "Tests/my-libTests/a.swift": "",
            "Tests/OtherTests/a.swift": "",
        ])
        let workspace = try #require(ProjectWorkspace.read(tree, language: .swift, tests: []))
        #expect(workspace.members.first { $0.name == "my-libTests" }?.selectors == ["--filter", "^my_libTests\\."])
    }

    @Test("what depended on something before a change is affected by it, too")
    func joined() {
        let before = ProjectWorkspace(
            .cargo, [.init("a", in: "a", selectors: []), .init("b", in: "b", selectors: [], dependencies: ["a"]), .init("old", in: "old", selectors: [])])
        let after = ProjectWorkspace(.cargo, [.init("a", in: "a", selectors: []), .init("b", in: "b", selectors: []), .init("new", in: "new", selectors: [])])
        #expect(after.joined(with: before).affected(by: ["a/x", "new/x", "old/x"]).names == ["a", "b", "new", "old"])
        #expect(after.joined(with: ProjectWorkspace(.cargo, unknown: "why")).affected(by: []) == .everything(because: "why"))
        #expect(after.joined(with: ProjectWorkspace(.go, [])).affected(by: []).names == nil)
    }

    @Test("with every graph the affected members hold what depends on them, and more files never affect fewer", arguments: 0..<200)
    func closed(_ seed: UInt64) throws {
        var random = Seeded(state: seed)
        let count = Int.random(in: 1...9, using: &random)
        let names = (0..<count).map { "m\($0)" }
        let members = names.map { name in
            let needed = names.filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
            return ProjectWorkspace.Member(name, in: "all/" + name, selectors: [name], dependencies: Set(needed))
        }
        let workspace = ProjectWorkspace(.node, members)
        let paths = names.filter { _ in Bool.random(using: &random) }.map { "all/\($0)/file" }
        let fewer = paths.filter { _ in Bool.random(using: &random) }
        let affected = try #require(workspace.affected(by: paths).names)
        for member in members where !member.dependencies.isDisjoint(with: affected) { #expect(affected.contains(member.name)) }
        #expect(try #require(workspace.affected(by: fewer).names).isSubset(of: affected))
        // Nothing is affected without a reason: each affected member leads to a changed one.
        for name in affected { #expect(!workspace.needed(by: [name]).isDisjoint(with: Set(paths.map { String($0.split(separator: "/")[1]) }))) }
        #expect(workspace.affected(by: paths + ["lock"]).names == nil)
    }

    @Test("a report says what is tested, why, and what is not")
    func words() {
        let affected = Self.shop.affected(by: ["crates/api/src/lib.rs", "crates/core/tool/a"])
        #expect(Self.shop.words(on: affected) == "tested: api, tool (changed), app (depends on api); not affected: core; --all tests everything")
        #expect(
            Self.shop.words(on: Self.shop.affected(by: ["NOTICE"]))
                == "tested: nothing, as no member is affected; not affected: api, app, core, tool; --all tests everything")
        #expect(Self.shop.words(on: .everything(because: "'x' belongs to no member")) == "tested: everything, as 'x' belongs to no member")
    }
}

/// A small generator of random numbers that always begins the same: SplitMix64, of Steele and others.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
