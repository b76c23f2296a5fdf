import AssayCore
import AssaySupport
import Testing

@Suite struct AttemptKeyTests {
    @Test("a key comes back from JSON as it was, whatever its names hold", arguments: ["a", "a/b", "ü \"quoted\"", "x\ny"])
    func roundTrip(_ name: String) throws {
        let key = AttemptKey(arm: name, task: "HumanEval/0", seed: 3)
        #expect(try JSON.decode(AttemptKey.self, JSON.line(key)) == key)
        #expect(key.description == "\(name)/HumanEval/0/3")
    }

    @Test("arms of one task and seed are a pair, and names that run together are not")
    func pairs() {
        let key = AttemptKey(arm: "a", task: "t", seed: 1)
        #expect(key.pair == AttemptKey(arm: "b", task: "t", seed: 1).pair)
        #expect(key.pair != AttemptKey(arm: "a", task: "t", seed: 2).pair)
        #expect(AttemptKey(arm: "a/b", task: "c", seed: 0) != AttemptKey(arm: "a", task: "b/c", seed: 0))
    }
}
