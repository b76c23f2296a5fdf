import Testing

@testable import AssayPipeline

@Suite struct PythonDocstringTests {
    @Test(
        "a docstring is read without its quotes and its indentation",
        arguments: [
            ("\n    \"\"\"Twice x.\"\"\"", "Twice x."), ("'one'", "one"), ("r'''a\\d'''", "a\\d"), ("\"\"\"\"\"\"", ""), ("\"\"\"  \n   \"\"\"", ""),
            ("\"\"\" First.\n\n    Then:\n        >>> f(1)\n    2\n    \"\"\"", "First.\n\nThen:\n    >>> f(1)\n2"),
            ("\"\"\"\n\tA\n\t\tB\n\"\"\"", "A\n\tB"), ("\"\"\"It says \"no\".\"\"\"", "It says \"no\"."), ("\"", "\""), ("", ""),
        ])
    func text(source: String, expected: String) { #expect(PythonDocstring.text(source) == expected) }
}
