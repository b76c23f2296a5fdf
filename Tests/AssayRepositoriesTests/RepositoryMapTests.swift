import AssayCore
import AssaySupport
import Testing

@testable import AssayRepositories

@Suite struct RepositoryMapTests {
    private func tree() throws -> FileTree {
        try FileTree([
            "app/dates.py": "def parse_iso_date(text):\n    return text.split('-')\n", "app/http.py": "class Server:\n    def start(self):\n        pass\n",
            "app/money.py": "def round_price(value):\n    return round(value, 2)\n", "app/text.py": "def slug(text):\n    return text.lower()\n",
        ])
    }

    @Test(
        "the files that a task is about come first",
        arguments: [
            ("The date parser fails for a week date", "app/dates.py"), ("Prices are rounded wrongly", "app/money.py"),
            ("`Server.start` must bind before it listens", "app/http.py"), ("See text.py: umlauts in dates, servers and prices", "app/text.py"),
        ])
    func ranked(_ statement: String, _ first: String) throws {
        #expect(try RepositoryMap(tree(), statement: statement).ranked().first == first)
    }

    @Test("names are told apart into words, whatever their case")
    func words() {
        #expect(RepositoryMap.words("parseHTTPDate").isSuperset(of: ["parse", "http", "date", "parsehttpdate"]))
        #expect(RepositoryMap.words("round_price").isSuperset(of: ["round", "price", "round_price"]))
        #expect(RepositoryMap.words("a 12 x9").isEmpty)
    }

    @Test("what a file declares is told in every language")
    func outline() {
        let text = "import x\npublic func a() {\n  call()\n}\n  private static func b() {}\nclass C:\n    async def d(self):\n        return 1\npub fn e() {}\n"
        #expect(
            RepositoryMap.outline(text, of: "x")
                == "public func a() {\n  private static func b() {}\nclass C:\n    async def d(self):\npub fn e() {}\n")
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
            RepositoryMap.outline(text, of: "Stack.swift") == """
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
        #expect(RepositoryMap.outline("func a( { struct", of: "a.swift").contains("func a("))
        #expect(RepositoryMap.outline(String(repeating: "struct A {", count: 20_000), of: "deep.swift").hasPrefix("struct A\n    struct A\n"))
        #expect(RepositoryMap.outline("let x = " + String(repeating: "(", count: 200_000), of: "deep.swift") == "let x\n")
    }
}
