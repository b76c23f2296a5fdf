import AssaySupport
import Testing

/// How large the pieces of the code are: each is one idea.
@Suite struct SizeTests {
    private static let largest = 350

    @Test("half of the source files have at most 90 lines, 95 % at most 250, none more than 350")
    func files() {
        let files = SwiftFile.sources
        let lengths = files.map(\.lines).sorted()
        #expect(lengths.count > 250)
        func share(_ part: Double) -> Int { lengths.isEmpty ? .max : lengths[Int((Double(lengths.count - 1) * part).rounded())] }
        #expect(share(0.5) <= 90)
        let long = files.filter { $0.lines > 250 }.map { "\($0.path) \($0.lines)" }
        #expect(share(0.95) <= 250, "above 250 lines: \(long)")
        for file in files { #expect(file.lines <= Self.largest, "\(file.path) has \(file.lines) lines") }
    }

    @Test("no file of tests or benchmarks has more than 350 lines")
    func testFiles() {
        for file in SwiftFile.tests + SwiftFile.benchmarks { #expect(file.lines <= Self.largest, "\(file.path) has \(file.lines) lines") }
    }

    @Test("no function has more than 60 lines")
    func functions() {
        // A file of 60 lines holds no longer function.
        let long = SwiftFile.sources.filter { $0.lines > 60 }
        #expect(!long.isEmpty)
        for file in long {
            for function in FunctionSpan.all(in: file.text) {
                #expect(function.lines <= 60, "\(file.path):\(function.line) \(function.name) has \(function.lines) lines")
            }
        }
    }

    @Test("a call of four or more arguments has labels: nobody counts places")
    func labels() {
        for file in SwiftFile.sources {
            for function in FunctionSpan.all(in: file.text) {
                #expect(function.unlabelled < 4, "\(file.path):\(function.line) \(function.name) takes \(function.unlabelled) arguments without labels")
            }
        }
    }

    @Test("no folder of sources holds more than 25 files directly")
    func folders() {
        let folders = Dictionary(grouping: SwiftFile.sources, by: \.folder)
        #expect(folders.count > 18)
        for (folder, files) in folders { #expect(files.count <= 25, "\(folder) holds \(files.count) files") }
    }

    @Test("a subcommand parses, calls and prints: no file of the commands has more than 150 lines")
    func commands() {
        let files = SwiftFile.sources.filter { $0.path.hasPrefix("Sources/AssayCommands/") }
        #expect(files.count > 15)
        for file in files { #expect(file.lines <= 150, "\(file.path) has \(file.lines) lines") }
    }

    @Test("evidence is returned: only its own file changes it in place")
    func evidence() {
        for file in SwiftFile.sources where file.name != "Evidence.swift" {
            #expect(!file.text.contains("inout Evidence") && !file.text.contains("inout [Evidence]"), "\(file.path) takes inout Evidence")
        }
    }
}
