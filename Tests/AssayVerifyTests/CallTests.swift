import AssayCore
import AssaySupport
import Testing

@testable import AssayVerify

private let functions = [
    CallFunction(name: "f", parameters: [.int, .list(.string)], returns: .list(.float)),
    CallFunction(name: "g", parameters: [], returns: .string),
]
private let requests = [
    CallWire.Request(id: 11, function: 0, arguments: [.int(-3), .list([.string("é\n"), .string("")])]),
    CallWire.Request(id: 12, function: 1, arguments: []),
]

private func read(_ text: String) -> CallWire.Conversation { CallWire.read(Array(text.utf8), to: requests, functions) }

@Suite struct CallTests {
    @Test("a request is one line for each scalar")
    func request() {
        #expect(CallWire.text(requests) == "11\n0\n-3\n2\nc3a90a\n\n12\n1\n")
    }

    @Test("replies are read by the types that were asked for")
    func replies() {
        let heard = read("11\nreturned\n3\n1.5\nnan\n-inf\n12\nraised\n6261\n")
        guard case .returned(.list(let items)) = heard.replies[0] else { return #expect(Bool(false)) }
        #expect(items[0] == .float(1.5) && items[2] == .float(-.infinity))
        #expect(items[1].matches(.float(.nan)))
        #expect(heard.replies[1] == .raised("ba"))
        #expect(heard.forgery == nil)
    }

    @Test(
        "what no driver says is a forgery",
        arguments: [
            "99\nreturned\n0\n", "11\nreturned\n-1\n", "11\nreturned\nx\n1\n", "11\nreturned\n2\n1\n1e\n3\n", "11\npassed\n\n",
            "11\nreturned\n0\n12\nreturned\nzz\n1\n", "11\nreturned\n0\n12\nreturned\n61\n12\n", "11\nreturned\n9999999999\n1\n",
            "ok\n11\nreturned\n0\n", "11\nreturned\n0\nload\n61\n",
        ])
    func forged(_ text: String) {
        #expect(read(text).forgery != nil)
    }

    @Test("what ends early is an end, wherever it is cut")
    func cut() {
        let whole = Array("11\nreturned\n2\n1.5\n2\n12\nreturned\n6161\n".utf8)
        #expect(CallWire.read(whole, to: requests, functions).replies.count == 2)
        for length in 0..<whole.count {
            let heard = CallWire.read(Array(whole[..<length]), to: requests, functions)
            #expect(heard.forgery == nil && heard.replies.count < 2, "\(length)")
        }
    }

    @Test("no bytes crash the reader")
    func noise() {
        var generator = SystemRandomNumberGenerator()
        let words = ["11", "12", "returned", "raised", "type", "missing", "load", "0", "1", "-1", "61", "6", "", "\u{0}", "nan", "1048577"]
        for _ in 0..<2000 {
            let text = (0..<Int.random(in: 0...12, using: &generator)).map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: "\n")
            #expect(read(text + "\n").replies.count <= 2)
        }
    }

    @Test("values fit types as numbers do, and compare with a tolerance that grows with what is expected")
    func values() throws {
        #expect(CallValue.int(3).conforming(to: .float) == .float(3))
        #expect(CallValue.float(3).conforming(to: .int) == nil)
        #expect(CallValue.list([.int(1), .bool(true)]).conforming(to: .list(.int)) == nil)
        #expect(CallValue.float(1000.5).matches(.float(1000), tolerance: 1e-3))
        #expect(!CallValue.float(1.5).matches(.float(1), tolerance: 1e-3))
        #expect(!CallValue.list([]).matches(.list([.int(1)])))
        #expect(
            try JSON.decode(CallCase.self, #"{"arguments": [9007199254740993, true, "x", [1.5]], "returns": null}"#).arguments[0] == .int(9_007_199_254_740_993)
        )
        #expect(ValueType("list<list<int>>") == .list(.list(.int)))
        #expect(ValueType("list<>") == nil)
    }
}
