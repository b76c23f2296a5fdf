/// The one place that splits text into lines.
///
/// In Swift "\r\n" is one `Character`, which is not "\n": splitting at "\n" misses the lines of a file that was written
/// on Windows. These functions look at the bytes.
extension StringProtocol where SubSequence == Substring {
    /// The lines that hold at least one character; a line ends at "\n" or "\r\n", which are no part of it.
    package var lines: [Substring] { allLines.filter { !$0.isEmpty } }

    /// All lines, empty ones too; a text that ends with a line ending has an empty last line.
    package var allLines: [Substring] {
        var lines = rawLines
        // The text after the last "\n" has no line ending, so a "\r" there is part of the text.
        for index in lines.indices.dropLast() where lines[index].last == "\r" { lines[index].removeLast() }
        return lines
    }

    /// All lines, empty ones too, each with the "\r" before its "\n"; joined with "\n" they are the text again.
    package var rawLines: [Substring] {
        utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { self[$0.startIndex..<$0.endIndex] }
    }

    /// All parts between what Unicode calls newlines (a lone "\r" and a form feed too), empty ones too.
    package var unicodeLines: [Substring] { split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) }

    /// Whether the text holds no line ending: neither "\n" nor "\r".
    package var isOneLine: Bool { utf8.allSatisfy { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") } }

    /// Whether the text ends with "\n" or "\r\n".
    package var endsWithNewline: Bool { last == "\n" || last == "\r\n" }

    /// The text with "\n" for each "\r\n".
    package var withUnixLineEnds: String { allLines.joined(separator: "\n") }

    /// The text without the byte order mark that it may begin with.
    package var withoutByteOrderMark: String { String(first == "\u{FEFF}" ? dropFirst() : self[...]) }

    /// The text, with "\n" appended unless it ends with a line ending.
    package var withFinalNewline: String { endsWithNewline ? String(self) : self + "\n" }

    /// The blanks and tabs that the text begins with.
    package var indentation: Substring { prefix { $0 == " " || $0 == "\t" } }
}
