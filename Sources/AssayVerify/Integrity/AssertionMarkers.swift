import AssaySupport
import AssayToolchains

/// Test files with a marker before each assertion, which writes down that it was reached.
///
/// A test that passes and asserts nothing has looked at nothing: a loop over an empty answer, for one. Markers leave by a
/// file of their own behind a nonce, so that a test whose result was only printed has none either.
struct AssertionMarkers {
    /// Longer files are left as they are.
    private static let mostBytes = 1_000_000

    /// The files, with their markers.
    private(set) var files = FileTree()
    /// The test that each number refers to, or the file for assertions before its first test.
    private(set) var units: [String] = []

    /// Finds the assertions of test files; nil when none can be marked.
    init?(_ tests: FileTree, _ suites: [SuiteListing], _ profile: ToolchainProfile) {
        for path in tests.paths {
            guard let suite = suites.first(where: { $0.files.contains(path) })?.suite, let text = tests[path] else { continue }
            add(text, path, pattern: suite.tests.pattern, profile)
        }
        if units.isEmpty { return nil }
    }

    init() {}

    /// The tests none of whose assertions a text says was reached.
    func unreached(in text: String, nonce: String) -> Set<String> {
        let reached = text.lines.compactMap { line in
            line.hasPrefix(nonce + " ") ? Int(line.dropFirst(nonce.count + 1)).flatMap { units.indices.contains($0) ? units[$0] : nil } : nil
        }
        return Set(units).subtracting(reached)
    }

    /// Adds a file if any of its assertions can be marked; `pattern` matches the beginning of a test.
    mutating func add(_ text: String, _ path: String, pattern: String?, _ profile: ToolchainProfile) {
        guard text.utf8.count <= Self.mostBytes else { return }
        let source = Array(text.utf8)
        let code = SourceOutline(source, profile.language)
        guard let rules = profile.assertions, code.isBalanced, let pattern,
            let test = try? Regex(pattern, as: (Substring, Substring).self).anchorsMatchLineEndings(), let assertion = try? Regex(rules.assertion)
        else { return }
        func place(_ index: String.Index, in text: String) -> Int { text.utf8.distance(from: text.startIndex, to: index) }
        let tests = code.uncommented.matches(of: test).map {
            (start: place($0.range.lowerBound, in: code.uncommented), name: String($0.output.1))
        }
        var all = units
        var markers: [(at: Int, unit: Int)] = []
        for match in code.bare.matches(of: assertion) {
            let start = place(match.range.lowerBound, in: code.bare)
            guard let at = code.statement(at: start, rules.separator) else { continue }
            let name = tests.last { $0.start <= start }?.name ?? path
            if all.count == units.count || all.last != name { all.append(name) }
            markers.append((at, all.count - 1))
        }
        let number = files.paths.count
        func filled(_ template: String, _ unit: Int = 0) -> String {
            template.replacing("{unit}", with: "\(unit)").replacing("{file}", with: "\(number)").replacing("{units}", with: "\(all.count)")
        }
        var result = source
        for marker in markers.reversed() { result.insert(contentsOf: Array((filled(rules.note, marker.unit) + " ").utf8), at: marker.at) }
        var marked = String(decoding: result, as: UTF8.self)
        if let header = rules.header {
            guard let behind = try? Regex(header.behind).anchorsMatchLineEndings(), let match = marked.firstMatch(of: behind) else { return }
            marked.insert(contentsOf: filled(header.text), at: match.range.upperBound)
        }
        guard !markers.isEmpty, (try? files.set(path, marked + (rules.helper.map { "\n" + filled($0) + "\n" } ?? ""))) != nil else { return }
        units = all
    }
}
