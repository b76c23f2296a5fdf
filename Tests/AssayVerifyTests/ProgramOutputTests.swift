import AssayCore
import AssaySupport
import Testing

@testable import AssayVerify

@Suite struct ProgramOutputTests {
    private static func isSame(_ written: String, _ expected: String, _ tolerance: Double? = nil, crlf: Bool = false) -> Bool {
        ProgramOutput(written.utf8, crlf: crlf).isSame(as: ProgramOutput(expected.utf8, crlf: crlf), tolerance: tolerance)
    }

    @Test(
        "blanks at line ends and empty lines at the end do not count; numbers are compared by a tolerance where there is one",
        arguments: [
            ("a b \nc\n\n", "a b\nc", nil, true), ("a  b", "a b", nil, false), ("a\n\nb", "a\nb", nil, false), ("", "\n", nil, true),
            ("0.333", "0.3333", 1e-3, true), ("0.33", "0.3333", 1e-3, false), ("1\n2", "1 2.0000001", 1e-6, true), ("1 x", "1 y", 1e-6, false),
            ("1000001", "1000000", 1e-6, true), ("nan", "1", 1e-6, false), ("1", "1 2", 1e-6, false), (" a", "a", nil, false),
        ] as [(String, String, Double?, Bool)])
    func compared(_ written: String, _ expected: String, _ tolerance: Double?, _ same: Bool) {
        #expect(Self.isSame(written, expected, tolerance) == same)
    }

    @Test(
        "no other end of line, blank, way of writing a character or number is taken for the one that was asked for",
        arguments: [
            ("x\ry", "x\ny", nil), ("x\u{0C}y", "x\ny", nil), ("x\u{2028}y", "x\ny", nil), ("x\u{85}y", "x\ny", nil), ("x\u{0B}y", "x\ny", nil),
            ("x\r\ny", "x\ny", nil), ("x\u{A0}", "x", nil), ("e\u{301}", "\u{E9}", nil), ("\u{212B}", "\u{C5}", nil), ("x\u{0C}", "x", nil),
            ("0x19", "25", 1e-9), ("0x1.9p+4", "25", 1e-9), ("１", "1", 1e-9), ("1\u{0C}2", "1 2", 1e-9), ("1\u{A0}2", "1 2", 1e-9),
            ("infinity", "1e309", 1e-9), ("1e", "1", 1e-9), ("1_0", "10", 1e-9), ("1f", "1", 1e-9), ("", "0", 1e-9), (".", "0", 1e-9),
        ] as [(String, String, Double?)])
    func strict(_ written: String, _ expected: String, _ tolerance: Double?) {
        #expect(!Self.isSame(written, expected, tolerance))
        #expect(Self.isSame(expected, expected, tolerance))
    }

    @Test("a case may say that lines end in CR LF as well; a lone carriage return stays what it is")
    func carriageReturns() throws {
        #expect(Self.isSame("a\r\nb\r\n", "a\nb\n", crlf: true) && Self.isSame("a\nb", "a\r\nb\r\n", crlf: true))
        #expect(!Self.isSame("a\rb", "a\nb", crlf: true) && Self.isSame("1\r\n2\r\n", "1\n2.0\n", 1e-9, crlf: true))
        let item = try JSON.decode(CallCase.self, Array(#"{"input": "1", "output": "a\nb", "crlf": true}"#.utf8))
        #expect(item.accepts(.returned(.string("a\r\nb"))))
        let strict = try JSON.decode(CallCase.self, Array(#"{"input": "1", "output": "a\nb"}"#.utf8))
        #expect(!strict.accepts(.returned(.string("a\r\nb"))))
    }

    @Test("decimal numbers are read as they are written", arguments: [("-1", -1), (".5", 0.5), ("2.", 2), ("1e-9", 1e-9), ("+3E2", 300)] as [(String, Double)])
    func numbers(_ text: String, _ value: Double) {
        #expect(DecimalNumber.value(of: text.utf8) == value)
    }

    @Test("strings of calls are the same where their bytes are")
    func strings() {
        #expect(CallValue.string("e\u{301}") != .string("\u{E9}") && !CallValue.list([.string("\u{212B}")]).matches(.list([.string("\u{C5}")])))
        #expect(CallValue.string("\u{E9}").matches(.string("\u{E9}")))
    }

    /// The rule of the comparison, written by states over single bytes, without any text.
    private static func reference(_ bytes: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        var (blanks, feeds): ([UInt8], Int) = ([], 0)
        for byte in bytes {
            switch byte {
            case 10: (blanks, feeds) = ([], feeds + 1)
            case 32, 9: blanks.append(byte)
            default:
                kept += [UInt8](repeating: 10, count: feeds) + blanks + [byte]
                (blanks, feeds) = ([], 0)
            }
        }
        return kept
    }

    @Test("100,000 generated pairs are compared as a reference that knows only bytes compares them")
    func property() {
        var generator = SystemRandomNumberGenerator()
        let pieces = ["a", "b", " ", "\t", "\n", "\n\n", "\r", "\r\n", "\u{0C}", "\u{2028}", "\u{85}", "e\u{301}", "\u{E9}", "\u{FFFD}", "\u{0}"].map {
            Array($0.utf8)
        }
        var same = 0
        for _ in 0..<100_000 {
            let one = (0..<Int.random(in: 0...6, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? [] }
            var other = one
            if Bool.random(using: &generator), !other.isEmpty {
                other[Int.random(in: other.indices, using: &generator)] = pieces.randomElement(using: &generator) ?? []
            }
            if Bool.random(using: &generator) { other.append(pieces[[2, 3, 4].randomElement(using: &generator) ?? 2]) }
            let (left, right) = (Array(one.joined()), Array(other.joined()))
            let expected = Self.reference(left) == Self.reference(right)
            same += expected ? 1 : 0
            let found = ProgramOutput(left).isSame(as: ProgramOutput(right), tolerance: nil)
            #expect(found == expected, "\(left) and \(right)")
            guard found == expected else { return }
        }
        #expect((10_000...90_000).contains(same), "both outcomes are drawn")
    }
}
