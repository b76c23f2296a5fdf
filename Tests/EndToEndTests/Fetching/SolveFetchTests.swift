import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

/// Tasks on repositories whose dependencies come from a registry of our own.
@Suite struct SolveFetchTests {
    private static let test = "import larger, uses\n\ndef test_four():\n    assert larger.four(2) == 4 * uses.factor\n"
    private static let answer = "FILE: uses.py\n```python\nfactor = 2\n```\n"

    /// Commits a project with one failing test, and a model that notes what it is asked.
    private static func prepare(_ registry: StandInRegistry, requiring packages: String) async throws {
        try registry.project("uses", ["requirements.txt": packages, "uses.py": "factor = 3\n", "test_uses.py": test])
        for words in [["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "one"]] {
            try await Git.run(words, in: registry.folder + "/uses")
        }
        let config = """
            models: {writer: {provider: command, command: [/bin/sh, -c, "cat \(registry.folder)/answer; cat > \(registry.folder)/asked"]}}
            pipeline: {kind: single-pass}
            roles: {implementer: writer}
            """
        try registry.project(".", ["answer": answer, "assay.yaml": config])
    }

    private static func solve(_ registry: StandInRegistry, _ more: [String]) async throws -> Ran {
        try await registry.assay(["solve", "--repo", "uses", "--task", "The factor is two.", "--config", "assay.yaml"] + more)
    }

    private static func wasAsked(_ registry: StandInRegistry) -> Bool { FileManager.default.fileExists(atPath: registry.folder + "/asked") }

    @Test("what the last commit depends on is fetched before anything is verified, whatever the working tree asks for")
    func fetched() async throws {
        try await StandInRegistry.serving { registry in
            try await Self.prepare(registry, requiring: "larger\n")
            try registry.project("uses", ["requirements.txt": "larger\ngone\n"])
            let lacking = try await Self.solve(registry, [])
            #expect(lacking.status == 3 && lacking.err.contains("unavailable: needs larger"), "\(lacking.out) \(lacking.err)")
            #expect(!Self.wasAsked(registry))
            let ran = try await Self.solve(registry, ["--fetch", "--allow-host", "127.0.0.1:\(registry.port)"])
            #expect(ran.status == 0 && ran.out.contains("dependencies: ") && ran.out.contains("+factor = 2"), "\(ran.out) \(ran.err)")
            #expect(Self.wasAsked(registry))
        }
    }

    @Test("where a dependency cannot be had, no model is asked")
    func lacking() async throws {
        try await StandInRegistry.serving { registry in
            try await Self.prepare(registry, requiring: "larger\ngone\n")
            let ran = try await Self.solve(registry, ["--fetch", "--allow-host", "127.0.0.1:\(registry.port)"])
            #expect(ran.status == 3 && ran.err.contains("unavailable") && ran.err.contains("gone"), "\(ran.out) \(ran.err)")
            #expect(!Self.wasAsked(registry))
        }
    }

    @Test("--fetch is for a repository")
    func misuse() async throws {
        let ran = try await assay(["solve", "fixtures/suites/demo/roman-numerals", "--fetch"])
        #expect(ran.status == 64 && ran.err.contains("--fetch is for --repo"), "\(ran.err)")
    }
}
