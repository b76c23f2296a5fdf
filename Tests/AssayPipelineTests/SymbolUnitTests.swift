import AssayCore
import AssayPipeline
import AssaySupport
import Testing

@Suite struct SymbolUnitTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        let language: Language
        let file: String
        let stub: String
        let names: [String]
        var testDescription: String { "\(language.rawValue) \(names.joined(separator: " "))" }
    }

    @Test(
        "functions and methods without a body are the symbols, each behind those that its documentation says it uses",
        arguments: [
            Sample(
                language: .python, file: "a.py",
                stub: "def a(x):\n    '''Calls `c(x)`.'''\n\ndef b(x):\n    return 1\n\ndef c(x):\n    ...\n\nclass D:\n    def e(self): pass\n",
                names: ["c", "a", "D.e"]),
            Sample(
                language: .swift, file: "A.swift",
                stub: "struct A {\n  /// As `two()`.\n  func one() -> Int { fatalError() }\n  func two() -> Int { fatalError(\"todo\") }\n  init() {}\n}\n",
                names: ["A.init", "A.two", "A.one"]),
            Sample(
                language: .javascript, file: "a.js",
                stub: "export function a() { throw new Error('not implemented'); }\nexport const b = () => { throw new Error('TODO'); };\n", names: ["a", "b"]),
            Sample(
                language: .rust, file: "a.rs",
                stub: "/// Uses `b()`.\npub fn a() -> i32 { todo!() }\npub fn b() -> i32 { unimplemented!() }\nfn c() -> i32 { 1 }\n",
                names: ["b", "a"]),
            Sample(
                language: .go, file: "a.go", stub: "package a\n\nfunc A() int { panic(\"not implemented\") }\n\nfunc (b *B) C() int {\n\tpanic(\"x\")\n}\n",
                names: ["A", "B.C"]),
            Sample(
                language: .java, file: "A.java",
                stub:
                    "class A {\n  int b() { throw new UnsupportedOperationException(); }\n  abstract int c();\n  int d() { throw new UnsupportedOperationException(); }\n}\n",
                names: ["A.b", "A.d"]),
            Sample(language: .c, file: "a.c", stub: "int a(void) { abort(); }\nint b(int x) {\n}\n", names: ["a", "b"]),
        ])
    func stubs(_ sample: Sample) throws {
        let brief = TaskBrief(
            id: "t", title: "t", statement: "Write it.", language: sample.language, start: try FileTree([sample.file: sample.stub]), deliverables: [sample.file]
        )
        #expect(SymbolUnits(brief).all.map(\.name) == sample.names)
    }

    @Test("the interface names symbols that are not there; the statement says what uses what")
    func interface() throws {
        let brief = TaskBrief(
            id: "t", title: "t",
            statement: "Two functions:\n\n- `report(items)` lists what `low(items)` gives.\n- `low(items)` filters.\n\n```python\nlow(report)\n```\n",
            language: .python,
            start: try FileTree(["shop/b.py": "import os\n"]), deliverables: ["shop/a.py", "shop/b.py"],
            interface: [
                InterfaceSymbol(symbol: "report", signature: "def report(items)", file: "shop/b.py"),
                InterfaceSymbol(symbol: "low", signature: "def low(items)", file: "shop/a.py"),
            ])
        let units = SymbolUnits(brief)
        #expect(units.all.map(\.name) == ["low", "report"])
        #expect(units.statements[1].contains("lists what") && !units.statements[1].contains("low(report)"))
    }

    @Test(
        "a list of all symbols says nothing of one of them, what is said of two belongs to both",
        arguments: [
            ("Write the bodies of all 2 functions as their docstrings say: `one`, `f`. Every function must be complete.", ["", ""]),
            ("Add `one` and `f`.", ["", ""]),
            ("`one` adds a tax; `f` calls it.", ["`one` adds a tax; `f` calls it.", "`one` adds a tax; `f` calls it."]),
            ("- `one` adds a tax.\n- `f` calls it.", ["- `one` adds a tax.", "- `f` calls it."]),
        ])
    func lists(statement: String, parts: [String]) throws {
        let brief = TaskBrief(
            id: "t", title: "t", statement: statement, language: .python,
            start: try FileTree(["a.py": "def one(x):\n    pass\n\n\ndef f(x):\n    pass\n"]), deliverables: ["a.py"])
        let units = SymbolUnits(brief)
        #expect(zip(units.all, units.statements).sorted { $0.0.name > $1.0.name }.map(\.1) == parts)
    }

    @Test("a repository without an interface, and a language without an outline, have no symbols")
    func none() throws {
        var open = TaskBrief(
            id: "t", title: "t", statement: "Fix it.", language: .python, start: try FileTree(["a.py": "def a(): pass\ndef b(): pass\n"]), deliverables: ["**"])
        open.isOpen = true
        #expect(SymbolUnits(open).all.isEmpty)
        let shell = TaskBrief(
            id: "t", title: "t", statement: "Write it.", language: .shell, start: try FileTree(["a.sh": "a() { :; }\n"]), deliverables: ["a.sh"])
        #expect(SymbolUnits(shell).all.isEmpty)
    }
}
