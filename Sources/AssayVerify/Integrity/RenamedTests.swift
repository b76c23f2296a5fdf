import AssayCore
import AssaySupport
import AssayToolchains

/// Hidden tests under other names, which only Assay can tell apart, so that no answer can hang on the name of who asks.
///
/// A name is as long as before and begins as before where runners find tests by that. It follows from the task alone, so that what
/// is kept of earlier builds still serves. What a run prints has the tests' own names again.
struct RenamedTests: Sendable {
    /// The other names, and those that tests have.
    private(set) var names: [String: String] = [:]
    private var files: [String: [(name: String, other: String)]] = [:]

    /// Languages whose tests have names in their code, which nothing else refers to.
    private static let languages: Set<Language> = [.go, .java, .javascript, .rust, .swift, .typescript]
    /// Words of tests that look at their own names, and keep them; a value that nobody changes, so that any thread may read it.
    nonisolated(unsafe) private static let looksAtNames =
        /\.[nN]ame\(|\.name\b|#function|Test\.current|TestInfo|TestName|thread::current|type_name|fullName|[sS]napshot|golden/

    init() {}

    init(_ tree: FileTree, hidden: Set<String>, _ suites: [SuiteListing], of task: CodingTask) {
        guard Self.languages.contains(task.brief.language) else { return }
        // A candidate that names a hidden test keeps no name from being changed.
        let tests = Set(suites.flatMap(\.files))
        let all = tests.compactMap { tree[$0] }
        for suite in suites {
            for path in suite.files.filter(hidden.contains) {
                guard let text = tree[path], text.firstMatch(of: Self.looksAtNames) == nil else { continue }
                for test in suite.expected where test.path == path {
                    guard let other = Self.other(test.name, path, task), !all.contains(where: { $0.contains(other) }), names[other] == nil,
                        all.reduce(0, { $0 + Self.places(of: test.name, in: $1).count }) == 1
                    else { continue }
                    names[other] = test.name
                    files[path, default: []].append((test.name, other))
                }
            }
        }
    }

    /// Another name of the same length; nil where that is too short, or not plain.
    private static func other(_ name: String, _ path: String, _ task: CodingTask) -> String? {
        let start = ["Test", "test"].first(where: name.hasPrefix) ?? ""
        let length = name.utf8.count - start.utf8.count
        guard (5...64).contains(length), name.wholeMatch(of: /[A-Za-z0-9_ ,.:+-]+/) != nil else { return nil }
        // A test of Go goes on with no small letter.
        return start + (start == "Test" ? "Q" : "q") + Digest.of(task.digest, path, name).prefix(length - 1)
    }

    /// Where a name is a whole word of its own, or of a text in quotes.
    private static func places(of name: String, in text: String) -> [Range<String.Index>] {
        text.ranges(of: name).filter { range in
            func isPart(_ character: Character?) -> Bool { character.map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" } ?? false }
            return !isPart(text[..<range.lowerBound].last) && !isPart(text[range.upperBound...].first)
        }
    }

    /// The files with the other names.
    func applied(to tree: FileTree) -> FileTree {
        var changed = tree
        for (path, some) in files {
            guard var text = tree[path] else { continue }
            for (name, other) in some {
                guard let place = Self.places(of: name, in: text).first else { continue }
                text.replaceSubrange(place, with: other)
            }
            try? changed.set(path, text)
        }
        return changed
    }

    /// What a run left, with the names of the tests.
    func restored(_ bytes: [UInt8]) -> [UInt8] {
        guard !names.isEmpty else { return bytes }
        let text = String(decoding: bytes, as: UTF8.self)
        let found = names.filter { text.contains($0.key) }
        guard !found.isEmpty else { return bytes }
        return Array(found.reduce(text) { $0.replacing($1.key, with: $1.value) }.utf8)
    }

    /// The result of a run, with the names of the tests.
    func restored(_ result: SandboxResult) -> SandboxResult {
        var result = result
        (result.stdout, result.stderr) = (restored(result.stdout), restored(result.stderr))
        return result
    }
}
