import AssayCore
import AssayOutline
import Testing

@Suite struct MergeTests {
    static let stub = """
        \"\"\"Tools.\"\"\"
        from typing import List


        def mean(xs: List[float]) -> float:
            \"\"\"The mean.

            >>> mean([1.0])
            1.0
            \"\"\"
            pass


        class Box:
            size = 1

            def put(self, x):
                raise NotImplementedError

        """

    static func merge(_ code: String, _ name: String = "mean", into file: String = stub, _ language: Language = .python, signature: String? = nil) throws
        -> String
    {
        try SymbolMerge.merged(code, as: name, into: file, at: "src/tools.py", language, signature: signature)
    }

    static let mean = stub.replacing("    pass\n", with: "    return sum(xs) / len(xs)\n")

    @Test(
        "a function alone, in a whole file, without types or with another docstring takes the stub's place",
        arguments: [
            "def mean(xs: List[float]) -> float:\n    return sum(xs) / len(xs)\n",
            "def mean(xs):\n    '''other words'''\n    return sum(xs) / len(xs)\n",
            "def mean(xs): return sum(xs) / len(xs)",
            "    def mean(xs):\n        return sum(xs) / len(xs)\n",
            "import os\nfrom typing import List, Dict\nfrom tools import Box\n\n\ndef mean(xs):\n    return sum(xs) / len(xs)\n\n\nclass Box:\n    pass\n\n\nprint(mean([1]))\n",
        ])
    func function(_ answer: String) throws {
        #expect(try Self.merge(answer, signature: "def mean(xs: List[float]) -> float:") == Self.mean)
    }

    @Test("imports that the function needs are added once, helpers before it; what it does not need stays away")
    func needs() throws {
        let answer = """
            import math
            import os, sys
            from typing import List, Optional

            LIMIT = 3

            def _total(xs):
                return math.fsum(xs)

            def other():
                return 1

            def mean(xs: List[float]) -> Optional[float]:
                return _total(xs[:LIMIT]) / len(xs)
            """
        let merged = try Self.merge(answer, signature: "def mean(xs)")
        #expect(
            merged.contains(
                "from typing import List\nimport math\n\n\nLIMIT = 3\n\n\ndef _total(xs):\n    return math.fsum(xs)\n\n\ndef mean(xs: List[float]) -> float:\n")
        )
        #expect(!merged.contains("other") && !merged.contains("import os"))
    }

    @Test("a method is indented as its type's methods are, with or without its type around it; a text inside keeps its lines")
    func method() throws {
        let alone = "def put(self, x):\n    self.x = '''\nline'''\n    return x\n"
        let inType = "class Box:\n  def put(self, x):\n    self.x = '''\nline'''\n    return x\n"
        for (answer, blanks) in [(alone, "        "), (inType, "      ")] {
            let merged = try Self.merge(answer, "Box.put", signature: "def put(self, x)")
            #expect(merged.contains("    size = 1\n\n    def put(self, x):\n\(blanks)self.x = '''\nline'''\n\(blanks)return x\n"))
        }
    }

    @Test("a symbol that is not there comes behind its siblings, in its type where it has one")
    func inserted() throws {
        let function = try Self.merge("def last(xs):\n    return xs[-1]\n", "last")
        #expect(function.hasSuffix("raise NotImplementedError\n\n\ndef last(xs):\n    return xs[-1]\n"))
        let behind = try SymbolMerge.merged(
            "def last(xs):\n    return xs[-1]\n", as: "last", into: Self.stub, at: "a.py", .python, behind: ["mean"])
        #expect(behind.contains("    pass\n\n\ndef last(xs):\n    return xs[-1]\n\n\nclass Box:"))
        #expect(try Self.merge("def get(self):\n    return 1\n", "Box.get").contains("raise NotImplementedError\n\n    def get(self):\n        return 1\n"))
        #expect(try Self.merge("def f():\n    return os.sep\n", "f", into: "") == "def f():\n    return os.sep\n")
        #expect(throws: SymbolMergeError.self) { try Self.merge("def get(self):\n    return 1\n", "Bag.get") }
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let answer: String
        let words: String
        var testDescription: String { words }
    }

    @Test(
        "an answer that is no answer is refused with the reason",
        arguments: [
            Refusal(answer: "def mean(xs, ys):\n    return 1\n", words: "must have the signature"),
            Refusal(answer: "def average(xs):\n    return 1\n", words: "does not define `mean`"),
            Refusal(answer: "def mean(xs):\n    \"\"\"Doc.\"\"\"\n    pass\n", words: "has no body yet"),
            Refusal(answer: "def mean(xs):\n    return (1\n", words: "brackets"),
        ])
    func refused(_ refusal: Refusal) {
        let error = #expect(throws: SymbolMergeError.self) { try Self.merge(refusal.answer, signature: "def mean(xs)") }
        #expect(error?.description.contains(refusal.words) == true)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let language: Language
        let file: String
        let name: String
        let answer: String
        let merged: String
        var testDescription: String { "\(language.rawValue) \(name)" }
    }

    @Test(
        "methods and functions of other languages keep the file's signature, comments and indentation",
        arguments: [
            Case(
                language: .swift, file: "public struct A {\n    /// Adds.\n    public func add(_ x: Int) -> Int { fatalError() }\n}\n", name: "A.add",
                answer: "import Foundation\nfunc add(_ x: Int) -> Int {\n    x + 1\n}\n",
                merged: "import Foundation\n\npublic struct A {\n    /// Adds.\n    public func add(_ x: Int) -> Int {\n        x + 1\n    }\n}\n"),
            Case(
                language: .javascript, file: "class A {\n  add(x) {\n    throw new Error('not implemented');\n  }\n}\n", name: "A.add",
                answer: "add(x) {\n  return x + 1;\n}\n", merged: "class A {\n  add(x) {\n    return x + 1;\n  }\n}\n"),
            Case(
                language: .rust, file: "pub struct A;\n\nimpl A {\n    pub fn add(&self, x: i32) -> i32 { todo!() }\n}\n", name: "A.add",
                answer: "impl A {\n    fn add(&self, x: i32) -> i32 {\n        x + 1\n    }\n}\n",
                merged: "pub struct A;\n\nimpl A {\n    pub fn add(&self, x: i32) -> i32 {\n        x + 1\n    }\n}\n"),
            Case(
                language: .go, file: "package a\n\nimport \"fmt\"\n\nfunc Say(x int) string { return fmt.Sprint(x) }\n", name: "Say",
                answer: "package a\n\nimport (\n\t\"fmt\"\n\t\"strconv\"\n)\n\nfunc Say(x int) string {\n\treturn strconv.Itoa(x)\n}\n",
                merged: "package a\n\nimport \"strconv\"\n\nfunc Say(x int) string {\n\treturn strconv.Itoa(x)\n}\n"),
            Case(
                language: .java, file: "class A {\n    int add(int x) {\n        throw new UnsupportedOperationException();\n    }\n}\n", name: "A.add",
                answer: "import java.util.List;\n\nint add(int x) {\n    return List.of(x).get(0);\n}\n",
                merged: "import java.util.List;\n\nclass A {\n    int add(int x) {\n        return List.of(x).get(0);\n    }\n}\n"),
            Case(
                language: .c, file: "#include <stdio.h>\n\n/* Adds. */\nint add(int x) { abort(); }\n", name: "add",
                answer: "#include <stdlib.h>\nint add(int x)\n{\n    return abs(x);\n}\n",
                merged: "#include <stdio.h>\n#include <stdlib.h>\n\n/* Adds. */\nint add(int x) {\n    return abs(x);\n}\n"),
        ])
    func languages(_ item: Case) throws {
        let outline = try #require(SymbolOutline(item.file, item.language))
        let signature = try #require(outline.symbol(item.name)).signature
        #expect(try Self.merge(item.answer, item.name, into: item.file, item.language, signature: signature) == item.merged)
    }
}
