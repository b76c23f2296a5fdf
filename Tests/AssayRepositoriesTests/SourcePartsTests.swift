import Testing

@testable import AssayRepositories

@Suite struct SourcePartsTests {
    @Test("what a file declares is told in every language")
    func outline() {
        let text = """
            import x
            public func a() {
              call()
            }
              private static func b() {}
            class C:
                async def d(self):
                    if (self):
                        return 1
            pub fn e() {}
            type Point struct {
            export const f = (x) => {
            int main(int argc, char **argv)
            {
                for (;;) {
            public static String of(int x) {
            // func none() {}
            """
        #expect(
            SourceOutlineText.lines(text, of: "x") == """
                public func a() {
                  private static func b() {}
                class C:
                    async def d(self):
                pub fn e() {}
                type Point struct {
                export const f = (x) => {
                int main(int argc, char **argv)
                public static String of(int x) {

                """)
    }

    @Test("the parts of a file are the whole file, each is short, and a class is divided at its methods")
    func parts() {
        let method = { (index: Int) in "    @property\n    def method\(index)(self):\n" + String(repeating: "        work()\n", count: 20) }
        let text =
            "import x\n\n# About.\n@decorated\nclass Large:\n    kept = 1\n\n" + (0..<9).map(method).joined(separator: "\n") + "\ndef small():\n    pass\n"
        let source = SourceParts(text)
        #expect(source.parts.flatMap { Array($0) } == Array(source.lines.indices))
        #expect(source.parts.allSatisfy { $0.count <= 60 })
        let heads = source.parts.map { source.lines[$0.lowerBound] }
        #expect(heads.filter { $0 == "    @property" }.count == 9)
        #expect(heads.contains("# About.") && heads.contains("def small():"))
        let methods = source.parts.filter { source.lines[$0.lowerBound] == "    @property" }
        #expect(methods.allSatisfy { source.enclosing($0).map { source.lines[$0] } == ["class Large:"] })
    }

    @Test("a text without declarations, or of one long line, is divided all the same")
    func plain() {
        for text in ["", "x", String(repeating: "x = 1\n", count: 500), String(repeating: "\n", count: 300)] {
            let source = SourceParts(text)
            #expect(source.parts.flatMap { Array($0) } == Array(source.lines.indices))
            #expect(source.parts.allSatisfy { $0.count <= 121 })
        }
    }

    @Test("of a Swift file its declarations are told as the parser sees them, bodies left out")
    func swift() {
        let text = """
            /// A stack.
            public struct Stack<Element>: Sendable where Element: Sendable {
                private var items: [Element] = []
                public var count: Int { items.count }
                public init() {}
                @discardableResult
                public mutating func pop(
                    at index: Int
                ) -> Element? {
                    func inner() {}
                    let text = "func fake() {}"
                    return nil
                }
                enum Kind { case a, b(Int) }
            }
            extension Stack { subscript(i: Int) -> Element { items[i] } }
            """
        #expect(
            SourceOutlineText.lines(text, of: "Stack.swift") == """
                public struct Stack<Element>: Sendable where Element: Sendable
                    private var items: [Element]
                    public var count: Int
                    public init()
                    @discardableResult public mutating func pop( at index: Int ) -> Element?
                    enum Kind
                        case a, b(Int)
                extension Stack
                    subscript(i: Int) -> Element

                """)
    }

    @Test("a Swift file that is broken, or nested without end, is outlined all the same")
    func brokenSwift() {
        #expect(SourceOutlineText.lines("func a( { struct", of: "a.swift").contains("func a("))
        #expect(SourceOutlineText.lines(String(repeating: "struct A {", count: 20_000), of: "deep.swift").hasPrefix("struct A\n    struct A\n"))
        #expect(SourceOutlineText.lines("let x = " + String(repeating: "(", count: 200_000), of: "deep.swift") == "let x\n")
    }
}
