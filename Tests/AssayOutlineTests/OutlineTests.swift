import AssayCore
import AssayOutline
import Testing

@Suite struct OutlineTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        let language: Language
        let text: String
        /// Kind, qualified name and lines of each symbol.
        let symbols: [String]
        var unwritten: [String] = []
        var testDescription: String { language.rawValue }
    }

    static let samples = [
        Sample(
            language: .python,
            text: """
                import os

                # about f
                @cache
                def f(a, b=":", *,
                      c: int = 3) -> list:
                    '''Doc.

                    more
                    '''
                class A(object):
                    @property
                    def p(self): return "\\
                def z(): pass"

                    async def q(self):
                        raise NotImplementedError("x")

                        # after
                if True:
                    def g(): return {
                "}": 1}
                """,
            symbols: ["function f 3-10", "type A 11-17", "method A.p 12-14", "method A.q 16-17", "function g 21-22"], unwritten: ["f", "A.q"]),
        Sample(
            language: .swift,
            text: """
                import Testing

                /// A stack.
                public struct Stack<Element> {
                    private var items: [Element] = []

                    /// Adds.
                    @inlinable
                    public mutating func push(_ element: Element) { fatalError("}") }
                    var isEmpty: Bool { items.isEmpty }
                }
                extension Stack { init(one: Element) { push(one) } }
                func free() -> String { "{" }
                """,
            symbols: [
                "type Stack 3-11", "method Stack.push 7-9", "method Stack.isEmpty 10-10", "extension Stack 12-12", "method Stack.init 12-12",
                "function free 13-13",
            ],
            unwritten: ["Stack.push"]),
        Sample(
            language: .typescript,
            text: """
                import { x } from "./x";

                /** Loads. */
                export async function load(path: string): Promise<{ a: number }> {
                  return { a: /[/"{]/.test(path) ? 1 : 2 };
                }
                export const add = (a: number, b: number): number => a + b;
                export class Box<T> extends Base<{ k: T }> {
                  private items: T[] = [];
                  @log() put(item: T): void { this.items.push(`}${item}`); }
                  get size(): number { throw new Error("not implemented"); }
                }
                Box.prototype.zap = function (a) { return 1 };
                """,
            symbols: ["function load 3-6", "function add 7-7", "type Box 8-12", "method Box.put 10-10", "method Box.size 11-11", "method Box.zap 13-13"],
            unwritten: ["Box.size"]),
        Sample(
            language: .rust,
            text: """
                use std::fmt;
                #[derive(Debug)]
                pub struct Stack<T> { items: Vec<T> }

                impl<T: Clone> Stack<T> where T: 'static {
                    /// New.
                    pub fn new() -> Self { todo!() }
                    pub(crate) const fn len(&self) -> usize { let c = '{'; let s = r#"}"#; self.items.len() }
                }
                impl<'a, T> fmt::Display for Stack<T> { fn fmt(&self, f: &mut fmt::Formatter<'a>) -> fmt::Result { Ok(()) } }
                """,
            symbols: [
                "type Stack 2-3", "extension Stack 5-9", "method Stack.new 6-7", "method Stack.len 8-8", "extension Stack 10-10", "method Stack.fmt 10-10",
            ],
            unwritten: ["Stack.new"]),
        Sample(
            language: .go,
            text: """
                package stack

                import "fmt"

                // Box holds.
                type Box[T any] struct {
                	items []T
                }
                // Put puts.
                func (b *Box[T]) Put(x T) { b.items = append(b.items, x) }
                func (Box[T]) Zero() interface{} { return `}"` }
                func Map[T, U any](xs []T, f func(T) U) (out []U, err error) {
                	panic("not implemented")
                }
                """,
            symbols: ["type Box 5-8", "method Box.Put 9-10", "method Box.Zero 11-11", "function Map 12-14"], unwritten: ["Map"]),
        Sample(
            language: .java,
            text: """
                package a.b;
                import java.util.*;

                /** Doc. */
                public final class Account<T extends Comparable<T>> implements Foo<T> {
                    private final Map<String, int[]> m = new HashMap<>() {{ put("{", null); }};
                    public Account(String owner) { this.owner = owner; }
                    @Override public <K> Map<K, List<T>> get(K key, int... xs) throws IOException {
                        throw new UnsupportedOperationException("x");
                    }
                    enum Kind { A { int x() { return 1; } }, B; int x() { return 2; } }
                }
                """,
            symbols: ["type Account 4-12", "method Account.Account 7-7", "method Account.get 8-10", "type Account.Kind 11-11", "method Account.Kind.x 11-11"],
            unwritten: ["Account.get"]),
        Sample(
            language: .cpp,
            text: """
                #include <vector>
                #ifdef A
                int f(int x) {
                #else
                int f(long x) {
                #endif
                  return x;
                }
                namespace a {
                template <typename T, int N = 3>
                class Box : public Base<T> {
                 public:
                  Box(int n) : n_{n}, v(n) { go(); }
                  bool operator()(int a) const noexcept { return 1'000 > a; }
                };
                template <typename T> T Box<T>::get() const { return R"(})"[0]; }
                }  // namespace a
                static inline unsigned long long hash(const char *s) { abort(); }
                """,
            symbols: [
                "function f 3-8", "namespace a 9-17", "type a.Box 10-15", "method a.Box.Box 13-13", "method a.Box.operator() 14-14", "method a.Box.get 16-16",
                "function hash 18-18",
            ], unwritten: ["hash"]),
    ]

    @Test("declarations and their lines are found in each language", arguments: samples)
    func outlined(_ sample: Sample) throws {
        let outline = try #require(SymbolOutline(sample.text, sample.language))
        func line(_ offset: Int) -> Int { outline.source[..<offset].count { $0 == 10 } + 1 }
        #expect(outline.symbols.map { "\($0.kind.rawValue) \($0.qualifiedName) \(line($0.range.lowerBound))-\(line($0.range.upperBound))" } == sample.symbols)
        #expect(outline.symbols.filter(outline.isUnwritten).map(\.qualifiedName) == sample.unwritten)
        #expect(outline.imports.count == 1 || sample.language == .swift)
    }

    @Test(
        "a plain name means no method of a type, but what stands in a namespace, and in Java in a class",
        arguments: [
            (Language.go, "package a\n\ntype P struct{}\n\nfunc (p *P) Count() int { return 1 }\n", "Count", nil),
            (.python, "class P:\n    def count(self):\n        return 1\n", "count", nil),
            (.cpp, "namespace a { int count() { return 1; } }\n", "count", "a.count"),
            (.java, "class P {\n    int count() { return 1; }\n}\n", "count", "P.count"),
            (.swift, "enum A { struct P { func count() -> Int { 1 } } }\n", "P.count", "A.P.count"),
        ] as [(Language, String, String, String?)])
    func plainName(_ language: Language, _ text: String, _ name: String, _ found: String?) throws {
        #expect(try #require(SymbolOutline(text, language)).symbol(name)?.qualifiedName == found)
    }

    @Test("a symbol put in its own place changes nothing", arguments: samples)
    func itself(_ sample: Sample) throws {
        let outline = try #require(SymbolOutline(sample.text, sample.language))
        for symbol in outline.symbols where symbol.kind != .extension && symbol.kind != .namespace {
            let merged = try SymbolMerge.merged(
                outline.text(symbol.range), as: symbol.qualifiedName, into: sample.text, at: "a", sample.language, signature: symbol.signature,
                allowsUnwritten: true)
            #expect(merged == sample.text, "\(symbol.qualifiedName)")
        }
    }

    @Test("symbols nest and follow each other in the sources of this repository's drivers", arguments: ["python", "java", "node"])
    func drivers(_ folder: String) throws {
        var files = 0
        for (path, text) in try Folder.texts("Sources/AssayVerify/Drivers/\(folder)") {
            guard let language = Folder.language(of: path) else { continue }
            files += 1
            let outline = try #require(SymbolOutline(text, language), "\(path)")
            for (symbol, next) in zip(outline.symbols, outline.symbols.dropFirst()) {
                let parent = next.parent.map { outline.symbols[$0] }
                #expect(parent.map { $0.range.lowerBound <= next.range.lowerBound && next.range.upperBound <= $0.range.upperBound } ?? true, "\(path)")
                #expect(symbol.parent != next.parent || symbol.range.upperBound <= next.range.lowerBound, "\(path)")
            }
        }
        #expect(files > 0)
    }

    @Test(
        "a text whose brackets do not match, or in a language that is not known, has no outline",
        arguments: [("def f(:\n    return [1\n", Language.python), ("void f() { (", .c), ("fun main() {}", Language(rawValue: "kotlin"))])
    func none(_ text: String, _ language: Language) { #expect(SymbolOutline(text, language) == nil) }

    @Test("what is cut off or nonsense is read without a fault", arguments: samples)
    func cut(_ sample: Sample) {
        let bytes = Array(sample.text.utf8)
        for length in stride(from: 0, to: bytes.count, by: 7) {
            _ = SymbolOutline(String(decoding: bytes[..<length], as: UTF8.self), sample.language)
            _ = SymbolOutline(String(decoding: bytes[length...], as: UTF8.self), sample.language)
        }
    }
}
