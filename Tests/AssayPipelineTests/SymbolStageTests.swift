import AssayCore
import AssayPipeline
import AssaySupport
import AssayTestSupport
import Testing

/// Runs the stages of symbols with scripted answers, really verified.
@Suite(.serialized) struct SymbolStageTests {
    private static let stub = """
        def triple(x: int) -> int:
            \"\"\"Three times `double(x)` less x.\"\"\"
            pass


        def double(x: int) -> int:
            \"\"\"Twice x.\"\"\"
            pass


        def shout(text: str) -> str:
            \"\"\"The text in capital letters.\"\"\"
            pass

        """
    private static let tests = """
        from solution import double, shout, triple


        def test_double():
            assert double(4) == 8


        def test_triple():
            assert triple(2) == 6


        def test_both():
            assert triple(double(1)) == 6


        def test_shout():
            assert shout("ab") == "AB"

        """

    private static func task(
        stub: String = stub, tests: String = tests, examples: [Example] = [], interface names: [String] = ["triple", "double", "shout"],
        file: String = "solution.py"
    ) throws -> CodingTask {
        let brief = TaskBrief(
            id: "t", title: "three", statement: "Write the bodies of all functions: `triple`, `double`, `shout`.", language: .python,
            start: try FileTree([file: stub]), deliverables: [file],
            interface: names.map { name in
                InterfaceSymbol(symbol: name, signature: "def \(name)(\(name == "shout" ? "text: str" : "x: int"))", file: file)
            },
            examples: examples, visibleTests: try FileTree(["test_visible.py": tests]))
        return CodingTask(brief: brief, form: .project, hidden: HiddenChecks(files: try FileTree(["test_hidden.py": tests])))
    }

    private static func code(_ text: String) -> String { "```python\n\(text)\n```" }
    private static let double = code("def double(x):\n    return 2 * x")
    private static let triple = code("def triple(x):\n    return 3 * double(x) - 3 * x")
    private static let shout = code("def shout(text):\n    return text.upper()")

    @Test("each symbol is asked for alone behind what it uses, its own prompt shows its own part, and all of them together are delivered")
    func oneByOne() async throws {
        let (outcome, log, client) = try await runScripted([Self.double, Self.triple, Self.shout], on: Self.task()) { $0.review = false }
        #expect(outcome.claimsDone && outcome.calls == 3)
        #expect(await log.notes.contains { $0.contains("3 symbols, one after another: double, triple, shout") })
        let prompts = await client.prompts
        #expect(
            prompts[0].contains("Twice x.") && prompts[0].contains("def test_double") && !prompts[0].contains("test_both")
                && !prompts[0].contains("Three times"))
        #expect(prompts[1].contains("return 2 * x") && prompts[1].contains("def test_both") && !prompts[1].contains("capital letters"))
        #expect(prompts[1].contains("def shout(text: str) -> str"), "siblings are shown by their signatures")
        let text = try #require(outcome.candidate?.files["solution.py"])
        #expect(text.contains("\"\"\"Twice x.\"\"\"\n    return 2 * x\n") && !text.contains("pass"))
    }

    @Test("a small model is shown a docstring as a comment, which it does not repeat; a strong one as it stands", arguments: [PromptStyle.small, .full])
    func docstrings(_ style: PromptStyle) async throws {
        let (outcome, _, client) = try await runScripted([Self.double, Self.triple, Self.shout], on: Self.task()) {
            $0.review = false
            $0.style = style
        }
        let prompt = try #require(await client.prompts.first)
        #expect(prompt.contains("# Twice x.\ndef double(x: int) -> int:\n```") == (style == .small))
        #expect(prompt.contains("without comments") == (style == .small) && prompt.contains("\"\"\"Twice x.\"\"\"") == (style == .full))
        #expect(outcome.candidate?.files["solution.py"]?.contains("\"\"\"Twice x.\"\"\"\n    return 2 * x") == true)
    }

    @Test("a symbol is asked for again until its checks pass; what was tried is not judged again, what does not fit is said")
    func samples() async throws {
        let answers = [
            Self.code("def double(x):\n    return x"), Self.code("def double(x):\n    # again\n    return x"), Self.code("def double(x, y):\n    return x"),
            Self.code("def double(x):\n    pass"), Self.double, Self.triple, Self.shout,
        ]
        let (outcome, log, _) = try await runScripted(answers, on: Self.task()) { $0.review = false }
        #expect(outcome.claimsDone && outcome.calls == 7)
        #expect(await log.verdicts.count == 4, "the wrong one once, and each right one")
        #expect(
            await log.notes.contains {
                $0.contains("double: its checks pass; refused:") && $0.contains("must have the signature") && $0.contains("no body yet")
            })
    }

    @Test("a symbol that never passes does not keep the others from being written, and a fix asks for it alone")
    func fixed() async throws {
        let wrong = Self.code("def double(x):\n    return x")
        let other = Self.code("def double(x):\n    return x + x + 1")
        let (outcome, log, client) = try await runScripted([wrong, other, Self.triple, Self.triple, Self.shout, Self.double], on: Self.task()) {
            $0.review = false
            $0.stageSamples = 2
        }
        #expect(outcome.claimsDone && outcome.rounds == 1)
        #expect(await log.notes.contains { $0.contains("double: not all of its checks pass") })
        #expect(await log.notes.contains { $0.contains("round 1: double alone") })
        let last = try #require(await client.prompts.last)
        #expect(last.contains("An earlier answer failed:") && last.contains("Twice x.") && !last.contains("capital letters"))
    }

    @Test("a symbol that will not come right uses up its part of the budget only; what another saves is there for the next")
    func parts() async throws {
        let wrong = (0..<20).map { Self.code("def double(x):\n    return x + \($0 + 100)") }
        // Right by itself; the test of both fails by the other's fault, and is not held against it.
        let triple = Self.code("def triple(x):\n    return 3 * x")
        let late = (0..<6).map { Self.code("def shout(text):\n    return \"\($0)\"") }
        // Nine answers fit into the budget: a third of them, one, and all that are left.
        let answers = wrong.prefix(3) + [triple] + late.prefix(5)
        let (outcome, _, client) = try await runScripted(Array(answers), on: Self.task(), usage: TokenUsage(prompt: 500, completion: 500)) {
            $0.review = false
            $0.stageSamples = 20
            $0.maxFixRounds = 0
            $0.maxTokens = 100
            $0.tokensPerTask = 9500
        }
        let asked = await client.prompts.compactMap { prompt in
            ["double", "triple", "shout"].first { prompt.contains("Complete the Python function `\($0)`") }
        }
        #expect(asked == Array(repeating: "double", count: 3) + ["triple"] + Array(repeating: "shout", count: 5))
        #expect(!outcome.claimsDone)
    }

    @Test("of a whole file that answers, only the symbol is taken")
    func onlyTheSymbol() async throws {
        let whole = Self.code("import solution\n\ndef double(x):\n    return 0\n\ndef shout(text):\n    return text.upper()\n\nprint(shout('a'))")
        let (outcome, _, _) = try await runScripted([Self.double, Self.triple, whole], on: Self.task()) { $0.review = false }
        #expect(outcome.claimsDone && outcome.calls == 3)
        #expect(outcome.candidate?.files["solution.py"]?.contains("print") == false)
    }

    @Test("a class with methods is written method by method")
    func methods() async throws {
        let stub = """
            class Account:
                \"\"\"Money.\"\"\"

                def __init__(self, owner):
                    raise NotImplementedError

                def deposit(self, amount):
                    \"\"\"Adds to the balance.\"\"\"
                    raise NotImplementedError

                def transfer(self, other, amount):
                    \"\"\"Calls `deposit` of the other.\"\"\"
                    raise NotImplementedError

            """
        let tests = """
            from solution import Account


            def test_new():
                assert Account("a").balance == 0


            def test_deposit():
                account = Account("a")
                account.deposit(3)
                assert account.balance == 3


            def test_transfer():
                one, two = Account("a"), Account("b")
                one.deposit(3)
                one.transfer(two, 2)
                assert (one.balance, two.balance) == (1, 2)

            """
        let answers = [
            Self.code("def __init__(self, owner):\n    self.owner = owner\n    self.balance = 0"),
            Self.code("class Account:\n    def deposit(self, amount):\n        self.balance += amount"),
            Self.code("    def transfer(self, other, amount):\n        self.balance -= amount\n        other.deposit(amount)"),
        ]
        let (outcome, log, client) = try await runScripted(answers, on: Self.task(stub: stub, tests: tests, interface: [])) { $0.review = false }
        #expect(outcome.claimsDone && outcome.calls == 3)
        #expect(await log.notes.contains { $0.contains("Account.__init__, Account.deposit, Account.transfer") })
        #expect(await client.prompts[1].contains("self.balance = 0"), "what makes the object is shown")
    }

    @Test("symbols of several files, one of them not there yet, are written in the order of their use")
    func files() async throws {
        let report = """
            ```python
            def stock_report(items, threshold=5):
                low = low_stock(items, threshold)
                return f"total: {total(items)}" + ("\\nlow: " + ", ".join(low) if low else "")
            ```
            """
        let withImport = report.replacing("```python\n", with: "```python\nfrom shop.inventory import low_stock\n")
        let low = Self.code("def low_stock(items, threshold):\n    return sorted(name for name, count in items.items() if count < threshold)")
        let (outcome, _, client) = try await runScripted([low, report, withImport], task: "low-stock") {
            $0.review = false
            $0.units = .auto
        }
        #expect(outcome.claimsDone && outcome.calls == 3)
        #expect(await client.prompts[1].contains("# in shop/inventory.py"))
        #expect(outcome.candidate?.files["shop/report.py"]?.contains("from shop.inventory import low_stock") == true)
    }

    @Test("with agreement, answers that pass are compared on further inputs until the largest group has won; without inputs the first is taken")
    func agreement() async throws {
        let again = Self.code("def double(x):\n    return x + x")
        let answers = [Self.code("def double(x):\n    return 8"), Self.double, again, Self.triple, Self.shout]
        let task = try Self.task(examples: [Example(call: "double(4)", expected: "8")], interface: ["double", "triple", "shout"])
        let (outcome, log, _) = try await runScripted(answers, on: task) {
            $0.review = false
            $0.stageSamples = 3
            $0.select = .agreement
        }
        #expect(outcome.claimsDone && outcome.calls == 5)
        #expect(await log.notes.contains { $0.contains("double: 3 answers pass and behave in 2 ways") && $0.contains("2 agree") })
        #expect(outcome.candidate?.files["solution.py"]?.contains("return 2 * x") == true)
    }

    @Test("with agreement, no more is asked for once no other group can win")
    func decided() async throws {
        let others = (1...2).map { Self.code("def double(x):\n    return 2 * x + \($0) - \($0)") }
        let task = try Self.task(examples: [Example(call: "double(4)", expected: "8")], interface: ["double", "triple", "shout"])
        let (outcome, _, _) = try await runScripted([Self.double] + others + [Self.triple, Self.shout], on: task) {
            $0.review = false
            $0.stageSamples = 9
            $0.select = .agreement
        }
        #expect(outcome.claimsDone && outcome.calls == 5)
    }

    @Test("with files as units, and for one symbol, the whole answer is asked for as before", arguments: [UnitsOfWork.files, .auto])
    func whole(_ units: UnitsOfWork) async throws {
        let all = Self.stub.replacing("    pass\n", with: "    return 1\n")
        let names = units == .auto ? ["double"] : ["triple", "double", "shout"]
        let stub = units == .auto ? "def double(x: int) -> int:\n    pass\n" : Self.stub
        let (_, _, client) = try await runScripted([Self.code(all)], on: Self.task(stub: stub, interface: names)) {
            $0.units = units
            $0.analyze = false
            $0.plan = false
            $0.maxFixRounds = 0
            $0.review = false
        }
        #expect(await client.prompts[0].contains("Write the complete file `solution.py`"))
    }
}
