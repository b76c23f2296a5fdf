import AssayToolchains
import Testing

@Suite struct XCTestClassTests {
    @Test(
        "plain classes and their tests are found among comments, strings and helpers",
        arguments: [
            ("", []), ("class A: XCTestCase {}", ["A:"]), ("final class A: XCTestCase {\n func testOne() {}\n}", ["A:testOne"]),
            ("@MainActor public final class A : XCTestCase { func testOne() throws {}; func testTwo() async throws -> Void {} }", ["A:testOne,testTwo async"]),
            ("class A: XCTestCase {\r\n    func testOne() {}\r\n    // func testTwo() {}\r\n}\r\n", ["A:testOne"]),
            ("// class A: XCTestCase { func testA() {} }\n/* /* */ class B: XCTestCase { func testB() {} } */", []),
            ("class A: XCTestCase { let s = \"func testA() { \\(\"}\")\"; func testOne() {} }", ["A:testOne"]),
            ("class A: XCTestCase { let s = #\"class B: XCTestCase { \\\"#; func testOne() {} }", ["A:testOne"]),
            ("class A: XCTestCase { let r = /[\"{]/; func testOne() {} }", ["A:testOne"]),
            ("class A: XCTestCase { struct B { func value() {} }; override func setUp() {}; func testOne() { if true {} } }", ["A:testOne"]),
            ("class A: XCTestCase { func testOne() {} }\nclass B: XCTestCase { func testOne() {} }", ["A:testOne", "B:testOne"]),
            ("#if DEBUG\nlet a = 1\n#endif\nfunc helper() {}", []),
        ] as [(String, [String])])
    func finds(_ source: String, _ expected: [String]) throws {
        let classes = try #require(XCTestClass.all(in: [source]))
        #expect(classes.map { "\($0.name):\($0.methods.map { $0.name + ($0.isAsync ? " async" : "") }.joined(separator: ","))" } == expected)
    }

    @Test(
        "what would take a guess is left to SwiftPM",
        arguments: [
            "#if os(Linux)\nclass A: XCTestCase { func testOne() {} }\n#endif", "class A: XCTestCase {\n#if DEBUG\nfunc testOne() {}\n#endif\n}",
            "class A: XCTestCase { private func testOne() {} }", "class A: XCTestCase { fileprivate\nfunc testOne() {} }",
            "class A: XCTestCase { static func testOne() {} }", "class A: XCTestCase { class func testOne() {} }",
            "class A: XCTestCase { override func testOne() {} }", "class A: XCTestCase { func testOne(_ a: Int = 1) {} }",
            "class A: XCTestCase { func testOne() -> Int { 1 } }", "class A: XCTestCase { func testOne<T>() {} }",
            "class A: XCTestCase { func `testOne`() {} }", "class A: XCTestCase { func testOne() throws(E) {} }",
            "class A: Base { func testOne() {} }", "class A: XCTestCase, Sendable { func testOne() {} }",
            "class A<T>: XCTestCase { func testOne() {} }", "struct S { class A: XCTestCase { func testOne() {} } }",
            "class A: XCTestCase {}\nextension A { func testOne() {} }", "func testOne() {}", "protocol P { func testOne() }",
            "class A: XCTestCase { func helper() { func testOne() {} } }", "class A: XCTestCase { func testOne() {}",
        ])
    func guesses(_ source: String) {
        #expect(XCTestClass.all(in: [source]) == nil)
    }

    @Test("two classes of one name are two guesses, in one file or in two")
    func twice() {
        let source = "class A: XCTestCase { func testOne() {} }"
        #expect(XCTestClass.all(in: [source])?.count == 1)
        #expect(XCTestClass.all(in: [source, source]) == nil)
    }

    @Test(
        "code is told from comments and strings",
        arguments: [
            ("let a = 1 // b\nlet c = 2\n", "let a = 1 \nlet c = 2\n"), ("a/* b /* c */ d */e()", "a e()"),
            ("let a = \"x // y\" + \"\\(b(\"}\"))\"\n", "let a = \"\" + \"\"\n"), ("let a = #\"\\\"#; b()", "let a = \"\"; b()"),
            ("let a = \"\"\"\n  @Test func b() {}\n  \"\"\"\n@Test func c() {}\n", "let a = \"\"\n@Test func c() {}\n"),
            ("/// @Test func a()\r\n@Test(\"name\") func b() {}\r\n", "\r\n@Test(\"\") func b() {}\r\n"), ("", ""), ("// only", ""),
            ("@available(*, deprecated, message: \"func testA()\") func b() {}", "@available(*, deprecated, message: \"\") func b() {}"),
        ])
    func code(_ source: String, _ expected: String) {
        #expect(Array(SwiftCode.text(of: source).utf8) == Array(expected.utf8))
    }
}
