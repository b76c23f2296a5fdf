import AssayCore
import AssaySupport
import Testing

@testable import AssayPipeline

@Suite struct TestCodeTests {
    private static let python = """
        import pytest
        from shop import total


        class TestTotal:
            def test_sum(self):
                assert total([1, 2]) == 3


        class TestOther:
            @pytest.mark.parametrize("n", [1, 2])
            def test_sum(self, n):
                assert total([n]) == n


        def test_none():
            assert total([]) == 0

        """
    private static let swift = """
        import Testing
        @testable import Shop

        @Suite struct CartTests {
            @Test("the sum of all prices")
            func total() { #expect(Cart([1, 2]).total == 3) }
        }

        """
    private static let java = """
        package shop;

        import org.junit.jupiter.api.Test;

        class CartTest {
            @Test
            void total() {
                assertEquals(3, new Cart(1, 2).total());
            }
        }

        """
    private static let go = "package shop\n\nimport \"testing\"\n\nfunc TestTotal(t *testing.T) {\n\tif Total() != 3 {\n\t\tt.Fail()\n\t}\n}\n"
    private static let javascript = "\ntest('the sum', () => {\n  expect(total([1, 2])).toBe(3)\n})\n"

    @Test(
        "the code of a failing test is found by its name, or by its place",
        arguments: [
            (Language.python, "tests/test_shop.py", python, "tests/test_shop.py::TestTotal::test_sum", nil, "assert total([1, 2]) == 3"),
            (.python, "tests/test_shop.py", python, "tests/test_shop.py::TestOther::test_sum[2]", nil, "assert total([n]) == n"),
            (.python, "tests/test_shop.py", python, "test_none", nil, "assert total([]) == 0"),
            (.swift, "Tests/CartTests.swift", swift, "CartTests/total()", nil, "#expect(Cart([1, 2]).total == 3)"),
            (.java, "src/test/java/shop/CartTest.java", java, "shop.CartTest.total", nil, "assertEquals(3, new Cart(1, 2).total());"),
            (.go, "cart_test.go", go, "shop.TestTotal", nil, "if Total() != 3 {"),
            (.javascript, "cart.test.js", javascript, "cart > the sum", 3, "expect(total([1, 2])).toBe(3)"),
            (.python, "tests/test_shop.py", python, "test_that_is_not_there", nil, nil), (.python, "tests/test_shop.py", python, "", 900, nil),
        ] as [(Language, String, String, String, Int?, String?)])
    func found(language: Language, path: String, text: String, name: String, line: Int?, expected: String?) throws {
        let brief = TaskBrief(
            id: "t", title: "t", statement: "s", language: language, deliverables: ["a"], visibleTests: try FileTree([path: text]))
        let finding = Finding(kind: .test, rule: "test", message: "fails", path: line == nil ? nil : path, line: line, test: name)
        let code = TestCode(brief).code(of: finding)
        if let expected { #expect(code?.contains(expected) == true, "\(code ?? "nil")") } else { #expect(code == nil) }
        if name.contains("TestOther") { #expect(code?.hasPrefix("@pytest.mark.parametrize") == true && code?.contains("[1, 2]) == 3") == false) }
    }

    @Test("a prompt in full style shows the test once with its code, a small one does not; a hidden test is never shown")
    func shown() throws {
        let brief = TaskBrief(
            id: "t", title: "t", statement: "s", language: .python, deliverables: ["shop.py"], visibleTests: try FileTree(["test_shop.py": Self.python]))
        func finding(_ test: String, hidden: Bool = false) -> Finding {
            Finding(kind: .test, rule: "test", message: "wrong value", test: test, hidden: hidden)
        }
        let report = ReviewReport(
            task: "t", scope: .visible, verdict: .failed, tier: .b,
            findings: [finding("test_shop.py::test_none"), finding("test_shop.py::test_none"), finding("test_shop.py::TestTotal::test_sum", hidden: true)],
            checks: [], limits: SandboxLimits(), toolchain: [:], policy: [], sandbox: SandboxSummary(), duration: 0)
        var settings = PipelineSettings(roles: [:])
        settings.style = .full
        let full = settings.failureText(report, of: brief, for: .fixer)
        #expect(full.ranges(of: "The test:\n```python\ndef test_none():\n    assert total([]) == 0\n```").count == 1)
        #expect(!full.contains("total([1, 2])"))
        settings.style = .small
        #expect(!settings.failureText(report, of: brief, for: .fixer).contains("def test_none"))
    }
}
