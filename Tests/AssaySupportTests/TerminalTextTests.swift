import AssaySupport
import Testing

@Suite struct TerminalTextTests {
    @Test(
        "harmful characters never reach a terminal",
        arguments: [
            ("\u{1B}[31mred\u{1B}[0m", "red"), ("a\u{1B}]0;title\u{07}b", "ab"),
            ("a\u{1B}]8;;http://x\u{1B}\\link", "alink"), ("\u{9B}2Jx", "x"), ("a\u{08}b\u{0D}c", "abc"),
            ("\u{202E}evil", "evil"), ("zero\u{200B}width", "zerowidth"), ("tab\tand\nline", "tab\tand\nline"),
            ("\u{1B}", ""), ("\u{1B}[", ""), ("\u{1B}Pdcs\u{1B}\\ok", "ok"),
        ])
    func cleans(_ given: String, _ expected: String) {
        #expect(TerminalText.clean(given) == expected)
    }

    @Test("long text is cut and says so")
    func cuts() {
        #expect(TerminalText.clean("abcdef", limit: 3) == "abc …[cut]")
        #expect(TerminalText.clean("abc", limit: 3) == "abc")
    }
}

@Suite struct FileTreeTests {
    @Test(
        "paths that could leave the tree are refused",
        arguments: ["../x", "/etc/passwd", "a/../b", "a//b", "./a", "", "a/", "a\0b", "a\nb", ".."])
    func refuses(_ path: String) {
        #expect(throws: PathError.self) { try FileTree([path: ""]) }
    }

    @Test("a digest depends on names and contents, not on order")
    func digests() throws {
        let one = try FileTree(["a": "1", "b": "2"])
        let two = try FileTree(["b": "2", "a": "1"])
        let other = try FileTree(["a": "12", "b": ""])
        #expect(one.digest == two.digest)
        #expect(one.digest != other.digest)
    }
}

@Suite struct TextTests {
    @Test("decimals are rounded and padded", arguments: [(1.005, 1, "1.0"), (-0.04, 1, "0.0"), (12.345, 2, "12.35"), (-3.5, 0, "-4")])
    func decimals(_ value: Double, _ digits: Int, _ expected: String) {
        #expect(Text.decimal(value, digits) == expected)
    }
}
