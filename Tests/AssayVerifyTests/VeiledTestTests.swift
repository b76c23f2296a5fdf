import Testing

@testable import AssayVerify

@Suite struct VeiledTestTests {
    @Test(
        "the numbers and texts of a test are said by a function of its own scope",
        arguments: [
            ("assert.strictEqual(gcd(0, 9), 9);", "assert.strictEqual(gcd(assayValue(0), assayValue(1)), assayValue(2));", "[0, 9, 9]"),
            ("const a = [[\"x\", -1.5], 'y'];", "const a = [[assayValue(0), -assayValue(1)], assayValue(2)];", "[\"x\", 1.5, 'y']"),
            ("return a === 10n ? 1 : 0x1F;", "return a === assayValue(0) ? 1 : assayValue(1);", "[10n, 0x1F]"),
            ("test(\"name\", () => \"a\".length + 3)", "test(assayValue(0), () => assayValue(1).length + assayValue(2))", "[\"name\", \"a\", 3]"),
        ])
    func veiled(_ test: String, _ text: String, _ values: String) {
        let veiled = VeiledTest(test)
        #expect(veiled.text == text && veiled.values == values)
    }

    @Test(
        "what no call can stand for stays as it is",
        arguments: [
            "\"use strict\";", "const { gcd } = require(\"./gcd.js\");", "import test from \"node:test\";", "const m = await import(\"./gcd.mjs\");",
            "const a = {\"x\": a, 'y'() {}};", "const a = `${b}`;", "const a = 1e-5;", "const a = 017;", "assayNote(3);", "switch (a) { case 3: }",
        ])
    func unchanged(_ test: String) {
        let veiled = VeiledTest(test)
        #expect(veiled.text == test && veiled.values == "[]")
    }
}
