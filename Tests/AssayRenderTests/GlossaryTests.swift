import AssayCore
import AssayRender
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@Suite struct GlossaryTests {
    @Test(
        "a word is found however people write it",
        arguments: [
            ("B", "B"), ("b", "B"), ("tier A-", "A-"), ("Tier_A", "A"), ("a−", "A-"), ("no_cgroup", "no-cgroup"), ("isolation level bare", "bare"),
            ("compile-error", "compile_error"),
            ("test/assertion", "assertion"), ("integrity/shadowed-test-api", "shadowed-test-api"), ("ruff.F401", "ruff.F401"),
            ("static/shellcheck.SC2086", "shellcheck.SC2086"), ("clippy::needless_return", "clippy::needless_return"),
            ("test/expectation", "expectation"), ("expectation", "expectation"), ("test/ValueError", "ValueError"),
            ("test/sqlalchemy.exc.ArgumentError", "sqlalchemy.exc.ArgumentError"), ("static/mypy.not-run", "mypy.not-run"),
            ("sandboxViolation/socket", "socket"), ("integrity", "integrity"), ("static/clang.unused-variable", "clang.unused-variable"),
            ("resource/limit.wall", "limit.wall"),
        ])
    func found(_ asked: String, _ term: String) throws { #expect(try Glossary.explain(asked).first?.term == term) }

    @Test("a tool's security rule is said to block")
    func security() throws {
        #expect(try Glossary.explain("ruff.S608").first?.meaning.contains("security rule") == true)
        #expect(try Glossary.explain("ruff.SIM101").first?.meaning.contains("security rule") == false)
    }

    @Test("a word with several meanings has each of them")
    func several() throws {
        #expect(try Glossary.explain("missing").map(\.kind) == [.checkStatus, .rule])
        #expect(Set(try Glossary.explain("timeout").map(\.kind)) == [.verdict, .checkStatus])
    }

    @Test(
        "the name of a kind explains each of its words",
        arguments: [("tier", ["A", "A-", "B", "C"]), ("Assurance tier", ["A", "A-", "B", "C"]), ("isolation_level", ["full", "no-cgroup", "bare"])])
    func kinds(_ asked: String, _ terms: [String]) throws { #expect(try Glossary.explain(asked).map(\.term) == terms) }

    @Test(
        "an unknown word is refused with the nearest, and nothing of it reaches a terminal",
        arguments: [
            ("pased", "did you mean 'passed'"), ("vacuus", "did you mean 'vacuous'"), ("zzzzzzzz", "lists all"), ("\u{1B}[31mx", "lists all"),
            ("", "lists all"), ("ruff.", "lists all"),
        ])
    func unknown(_ asked: String, _ words: String) {
        let error = #expect(throws: InputError.self) { try Glossary.explain(asked) }
        #expect(error?.description.contains(words) == true && error?.description.contains("\u{1B}") == false, "\(error?.description ?? "")")
    }

    @Test("every rule that the verifier names itself is explained")
    func complete() throws {
        var rules: Set<String> = []
        for folder in ["Sources/AssayVerify", "Sources/AssayToolchains", "Sources/AssayExperiments"] {
            for path in try FileManager.default.subpathsOfDirectory(atPath: "\(Places.root)/\(folder)") where path.hasSuffix(".swift") {
                let text = try Places.text("\(folder)/\(path)")
                for match in text.matches(of: /\brule(?:: | = )"([A-Za-z-]+)"/) { rules.insert(String(match.1)) }
                for match in text.matches(of: /\brule: \w+ \? "([a-z-]+)" : "([a-z-]+)"/) { rules.formUnion([String(match.1), String(match.2)]) }
            }
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: Places.root + "/Sources/AssayToolchains/Profiles") {
            for match in try Places.text("Sources/AssayToolchains/Profiles/\(name)").matches(of: /\{"id": "([a-z-]+)", "words"/) {
                rules.insert(String(match.1))
            }
        }
        #expect(rules.count > 30 && rules.isSuperset(of: ["expectation", "hung", "control-file"]))
        for rule in rules.sorted() { #expect((try? Glossary.explain(rule)) != nil, "\(rule)") }
    }

    @Test("every kind of finding is explained", arguments: FindingKind.allCases)
    func kinds(_ kind: FindingKind) throws { #expect(try Glossary.explain(kind.rawValue).contains { $0.kind == .findingKind }) }

    @Test("no word is explained twice in one kind, and every explanation is a sentence")
    func plain() {
        #expect(Set(Glossary.all.map { "\($0.kind.rawValue) \($0.term)" }).count == Glossary.all.count)
        for one in Glossary.all {
            #expect(one.meaning.hasSuffix(".") && one.meaning.first?.isUppercase == true && one.meaning.count < 240, "\(one.term)")
            #expect(one.advice?.hasSuffix(".") != true)
        }
        for kind in Explanation.Kind.allCases { #expect(Glossary.list.contains(kind.words + ": ")) }
    }
}
