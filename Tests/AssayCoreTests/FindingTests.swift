import AssayCore
import Testing

@Suite struct FindingTests {
    @Test("a fingerprint survives moved lines and new addresses")
    func stable() {
        let one = Finding(kind: .test, rule: "crash", message: "at 0x7f12ab in f, line 3", path: "a.py", line: 3)
        let two = Finding(kind: .test, rule: "crash", message: "at 0x55aa01 in f, line 19", path: "a.py", line: 19)
        let other = Finding(kind: .test, rule: "crash", message: "at 0x7f12ab in g, line 3", path: "a.py", line: 3)
        #expect(one.fingerprint == two.fingerprint)
        #expect(one.fingerprint != other.fingerprint)
    }

    @Test(
        "a check's tag is read from its name",
        arguments: [
            ("test_edge_empty", CheckTag.edge), ("hidden/test_hidden.py::test_happy_many", .happy),
            ("security_escape", .security), ("a.py::TestX::test_convention_y[3]", .convention),
        ])
    func tags(_ name: String, _ tag: CheckTag) {
        #expect(CheckTag(testName: name) == tag)
    }

    @Test("a name without a tag has none")
    func untagged() { #expect(CheckTag(testName: "testAcronym") == nil) }
}
