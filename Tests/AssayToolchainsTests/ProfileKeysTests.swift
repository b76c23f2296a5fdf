import AssayCore
import AssaySupport
import AssayTestSupport
import AssayToolchains
import Testing

@Suite struct ProfileKeysTests {
    @Test(
        "the JSON keys of a profile are a promise, whatever the values are called in Swift",
        arguments: [
            ("forms", "build_systems"), ("drive", "direct_build"), ("form", "build_system"), ("reader", "parser"), ("outside", "isolated_run"),
            ("apart", "keeps_pristine_tests"), ("shadows", "test_symbols"),
        ])
    func renamed(_ key: String, _ swift: String) throws {
        let texts = try ToolchainProfile.embedded().map { try JSON.line($0) }
        #expect(texts.contains { $0.contains("\"\(key)\":") })
        #expect(!texts.contains { $0.contains("\"\(swift)\":") })
    }

    @Test("a profile that is written and read again is the same", arguments: try ToolchainProfile.embedded().map(\.id))
    func roundTrip(_ id: String) throws {
        let profile = try #require(try ToolchainProfile.embedded().first { $0.id == id })
        let text = try JSON.line(profile)
        #expect(try JSON.line(JSON.decode(ToolchainProfile.self, text)) == text)
    }

    @Test("a build system is told by the markers of a tree")
    func detection() throws {
        let profile = try #require(try ToolchainProfile.embedded().first { $0.language == .rust })
        #expect(profile.buildSystem(of: try FileTree(["Cargo.toml": ""]))?.id == "cargo")
        #expect(profile.buildSystem(of: try FileTree(["a/b.txt": ""])) == nil)
    }

    @Test("layouts are tried by rank")
    func layouts() throws {
        let ranks = ToolchainProfile.layouts(of: try ToolchainProfile.embedded()).map(\.layout.rank)
        #expect(ranks == ranks.sorted() && ranks.count >= 10)
    }
}
