import Testing

@Suite struct LineSplittingTests {
    private static let splitters: [String] = [
        #"split(separator: "\n""#, #"split(separator: "\r"#, #"split(whereSeparator: \.isNewline"#, #"whereSeparator: \.isNewline"#,
        #"hasSuffix("\n")"#, #"hasPrefix("\n")"#, #"ndex(of: "\n")"#, #"contains("\n")"#, #"components(separatedBy:"#, #"last == "\n""#, #"first == "\n""#,
    ]

    @Test("only Lines.swift splits text into lines: elsewhere \"\\r\\n\", one character in Swift, would be missed", arguments: splitters)
    func once(_ splitter: String) {
        let sources = RepositoryTests.sources.filter { $0.path.hasSuffix(".swift") }
        #expect(sources.count > 50)
        for (path, text) in sources where path != "Sources/AssaySupport/Text/Lines.swift" {
            #expect(!text.contains(splitter), "\(path) splits lines by \(splitter); use lines, allLines or endsWithNewline of Lines.swift")
        }
    }
}
