import AssayCore
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@testable import AssaySuites

/// A function task as HumanEval has it.
private func function(_ name: String, id: String? = nil, prompt: String? = nil, solution: String = "    return x\n") throws -> CodingTask {
    let prompt = prompt ?? "def \(name)(x):\n    \"\"\"Gives x.\n    >>> \(name)(1)\n    1\n    \"\"\"\n"
    let line = try JSON.line([
        "task_id": id ?? name, "prompt": prompt, "entry_point": name, "canonical_solution": solution,
        "test": "def check(candidate):\n    assert candidate(2) == 2\n",
    ])
    return try HumanEvalSuite.task(#require(try JSONLine(Array(line.utf8), place: "suite.jsonl:1")))
}

/// The modules that a composition has written, read as the loader reads them.
private func tasks(_ composition: SuiteComposition) throws -> [CodingTask] {
    let folder = try Places.temporary()
    defer { ScratchFolder.remove(folder) }
    try Files.write(composition.lines.map { $0 + "\n" }.joined(), to: folder + "/suite.jsonl")
    return try SuiteLoader.load(folder + "/suite.jsonl").tasks
}

@Suite struct PythonModuleTests {
    @Test(
        "a module is split into its statements",
        arguments: [
            ("import os\nimport sys\n", ["import os", "import sys"]),
            ("# about f\n@cached\ndef f():\n    pass\n\n\nx = 1\n", ["# about f\n@cached\ndef f():\n    pass", "x = 1"]),
            ("def f():\n    '''\ndef g():\n    '''\n    return 1\n", ["def f():\n    '''\ndef g():\n    '''\n    return 1"]),
            ("x = [\n1,\n2,\n]\ny = 1 + \\\n2\n", ["x = [\n1,\n2,\n]", "y = 1 + \\\n2"]),
            ("if x:\n    a = 1\nelse:\n    a = 2\nb = 3\n", ["if x:\n    a = 1\nelse:\n    a = 2", "b = 3"]),
            ("def f(s=\"#(\"):\n    return s  # )\nclass C: pass\n", ["def f(s=\"#(\"):\n    return s  # )", "class C: pass"]),
            ("x = 'it\\'s'\r\ny = \"\"\"a\n\"b\"\n\"\"\"\r\n", ["x = 'it\\'s'", "y = \"\"\"a\n\"b\"\n\"\"\""]),
            ("def f():\n\n    # a comment\n# another\n    return 1\n", ["def f():\n\n    # a comment\n# another\n    return 1"]),
            ("def f():\n    return 1\n# about y\n\ny = 2\n", ["def f():\n    return 1", "# about y\n\ny = 2"]),
            ("", []), ("# nothing\n", []), ("'''never closed\n", ["'''never closed"]),
        ])
    func statements(_ source: String, _ expected: [String]) {
        #expect(PythonModule(source).statements.map(\.text) == expected)
    }

    @Test(
        "a statement's names are what it defines, assigns or imports",
        arguments: [
            ("async def f(a, b=1):\n    c = 2\n", ["f"], [:]), ("@x\nclass C(D):\n    pass\n", ["C"], [:]), ("N: int = 3\n", ["N"], [:]),
            ("if True:\n    N = 3\n", ["N"], [:]), ("print(a == 1)\n", [], [:]),
            ("import os.path, numpy as np\n", [], ["os": "os", "np": "numpy"]),
            ("from typing import (\n    List,\n    Dict as D,\n)\n", [], ["List": "typing.List", "D": "typing.Dict"]),
            ("from math import *  # all\n", [], ["*": "math.*"]),
        ] as [(String, Set<String>, [String: String])])
    func names(_ source: String, _ bound: Set<String>, _ imported: [String: String]) throws {
        let statement = try #require(PythonModule(source).statements.first)
        #expect(statement.bound == bound)
        #expect(statement.imported == imported)
    }

    @Test("names in strings and comments, and members of other values, are not mentioned")
    func mentioned() {
        #expect(PythonModule("x = a.b + f(c)  # d\n'''e'''\ny = \"g\"\n").mentioned == ["x", "a", "f", "c", "y"])
    }

    @Test(
        "examples are found in the notations that docstrings use",
        arguments: [
            (">>> f(1)\n2", ["f(1) == 2"]), ("f(1) => 2", ["f(1) == 2"]), ("f(\"a\") ==> \"b\"", ["f(\"a\") == \"b\""]),
            ("* f([]) => []", ["f([]) == []"]), ("for f(7, 3) == 4", ["f(7, 3) == 4"]), ("f(1) returns 'x'", ["f(1) == 'x'"]),
            ("f(1) => true", ["f(1) == True"]), (">>> round(f([1]), 2)  # about\n-0.5", ["round(f([1]), 2) == -0.5"]),
            ("f(1) returns the sum", []), (">>> g(1)\n2", []), ("g(f(1)) == 2", []), ("off(1) == 2", []),
        ])
    func examples(_ text: String, _ expected: [String]) {
        let prompt = "def f(x):\n    \"\"\"\n\(text)\n    \"\"\"\n"
        #expect(DocstringExamples.extract(from: prompt, entryPoint: "f").map { "\($0.call) == \($0.expected)" } == expected)
    }
}

@Suite struct CompositionTests {
    private static func letters(_ count: Int) throws -> [CodingTask] {
        try (0..<count).map { try function("f\($0)") }
    }

    @Test("the same suite, size and seed give the same bytes, and no function is in two modules", arguments: [1, 2, 3, 8])
    func deterministic(_ size: Int) throws {
        let suite = try Self.letters(19)
        let composition = try SuiteComposition(suite, size: size, seed: 7)
        #expect(try SuiteComposition(suite, size: size, seed: 7).lines == composition.lines)
        #expect(try SuiteComposition(suite.reversed(), size: size, seed: 7).lines == composition.lines, "the order of the suite decides nothing")
        #expect(try SuiteComposition(suite, size: size, seed: 8).lines != composition.lines)
        let names = try tasks(composition).map { $0.brief.interface.map(\.symbol) }
        #expect(names.allSatisfy { $0.count == size })
        #expect(names.count == 19 / size && Set(names.joined()).count == names.count * size)
        #expect(composition.leftOut.count == 19 % size)
    }

    @Test("modules of two functions are the halves of modules of four")
    func nested() throws {
        let suite = try Self.letters(16)
        let twos = try tasks(SuiteComposition(suite, size: 2, seed: 1)).map { $0.brief.interface.map(\.symbol) }
        let fours = try tasks(SuiteComposition(suite, size: 4, seed: 1)).map { $0.brief.interface.map(\.symbol) }
        let pairs = [0, 2, 4, 6].map { (place: Int) in twos[place] + twos[place + 1] }
        #expect(fours == pairs)
    }

    @Test("the stub declares every function with its docstring, the reference writes it; imports stand there once, helpers stay")
    func module() throws {
        let one = try function(
            "f", prompt: "from typing import List\nimport math\n\n\ndef helper(x):\n    return x\n\n\ndef f(x: List[int]):\n    \"\"\"Gives x.\"\"\"\n",
            solution: "    return helper(x)\n")
        let two = try function("g", prompt: "import math\nfrom typing import *\n\ndef g(x):\n    '''Gives x.'''\n")
        let task = try #require(try tasks(SuiteComposition([one, two], size: 2, seed: 1)).first)
        let stub = try #require(task.brief.start["solution.py"])
        #expect(stub.hasPrefix("from typing import *\n") && stub.ranges(of: "import math").count == 1 && stub.contains("from typing import List\n"))
        #expect(
            stub.contains("def helper(x):\n    return x") && stub.contains("\"\"\"Gives x.\"\"\"\n\n    pass") && stub.contains("'''Gives x.'''\n\n    pass"))
        #expect(task.reference?["solution.py"]?.contains("return helper(x)") == true)
        #expect(task.stub == task.brief.start)
        #expect(Set(task.brief.interface.map(\.signature)) == ["def f(x: List[int]):", "def g(x):"])
        #expect(task.brief.statement.contains("none may keep an empty body"))
        guard case .pythonModule(let functions) = task.form else { Issue.record("\(task.form)"); return }
        #expect(Set(functions.map(\.name)) == ["f", "g"] && Set(task.hidden.oracles.keys) == ["f", "g"])
        #expect(functions.first { $0.name == "f" }?.prelude.contains("def helper") == true)
        #expect(functions.first { $0.name == "g" }?.prelude.contains("def helper") == false)
    }

    @Test(
        "functions that would see each other's names are never in one module",
        arguments: [
            // A helper of the one is the function of the other.
            ("def g(x):\n    return 0\n\n\ndef f(x):\n    \"\"\"F.\"\"\"\n", "def g(x):\n    \"\"\"G.\"\"\"\n"),
            ("import math as m\n\ndef f(x):\n    \"\"\"F.\"\"\"\n", "import os as m\n\ndef g(x):\n    \"\"\"G.\"\"\"\n"),
            ("N = 1\n\ndef f(x):\n    \"\"\"F.\"\"\"\n", "N = 2\n\ndef g(x):\n    \"\"\"G.\"\"\"\n"),
        ])
    func clashes(_ first: String, _ second: String) throws {
        let pair = try [function("f", prompt: first), function("g", prompt: second)]
        let composition = try SuiteComposition(pair, size: 2, seed: 1)
        #expect(composition.lines.isEmpty && composition.leftOut.count == 2)
        let others = try Self.letters(2)
        let modules = try tasks(SuiteComposition(pair + others, size: 2, seed: 1)).map { Set($0.brief.interface.map(\.symbol)) }
        #expect(modules.count == 2 && !modules.contains(["f", "g"]))
        #expect(try SuiteComposition(pair, size: 1, seed: 1).lines.count == 2)
    }

    @Test("a function that cannot share a module is left out for a reason, and is a module of its own")
    func singular() throws {
        let suite = try [
            function("sum"), function("f", prompt: "from math import *\n\ndef f(x):\n    \"\"\"F.\"\"\"\n"), function("a"), function("b"),
        ]
        let composition = try SuiteComposition(suite, size: 2, seed: 1)
        #expect(composition.lines.count == 1)
        let reasons = Dictionary(composition.leftOut.map { ($0.task, $0.reason) }) { one, _ in one }
        #expect(reasons["sum"]?.contains("builtin name 'sum'") == true)
        #expect(reasons["f"]?.contains("all of 'math'") == true)
        #expect(try SuiteComposition(suite, size: 1, seed: 1).lines.count == 4)
    }

    @Test("a task that shows no code gets its function's header, with what is asked as the docstring")
    func withoutPrompt() throws {
        let suite = try SuiteLoader.load(Places.root + "/fixtures/formats/mbpp.jsonl").tasks
        let composition = try SuiteComposition(suite, size: 1, seed: 1)
        #expect(composition.leftOut == [])
        for task in try tasks(composition) {
            let name = try #require(task.brief.interface.first?.symbol)
            let stub = try #require(task.brief.start["solution.py"])
            #expect(stub.contains("def \(name)(") && stub.contains("\"\"\"") && stub.hasSuffix("    pass\n"))
            #expect(PythonModule(stub).definition(of: name)?.code.contains("return") == false)
        }
    }

    @Test(
        "a line that is no module says so",
        arguments: [
            "{\"task_id\": \"a\", \"functions\": 1, \"stub\": \"\"}", "{\"task_id\": \"a\", \"functions\": [], \"stub\": \"\", \"reference\": \"\"}",
        ])
    func malformed(_ text: String) throws {
        let line = try #require(try JSONLine(Array(text.utf8), place: "suite.jsonl:1"))
        #expect(ModuleSuite.fits(line))
        let error = #expect(throws: InputError.self) { try ModuleSuite.task(line) }
        #expect(error?.description.contains("functions") == true)
    }
}
