import AssaySupport

/// The files that a text names by path or name, and the lines of them that it names, as traces do.
struct NamedFiles: Sendable {
    /// The paths in the order in which the text names them.
    private(set) var paths: [String] = []
    /// The named lines by path, counted from 1.
    private(set) var lines: [String: [Int]] = [:]

    /// A name that more files have names none of them.
    private static let mostOfOneName = 3

    /// Finds those of some paths that a text names; a path may be absolute there, or a name alone.
    init(in text: String, among all: [String]) {
        let byName = Dictionary(grouping: all) { $0.split(separator: "/").last.map(String.init) ?? $0 }
        for match in text.matches(of: /([A-Za-z0-9_@+.\/-]*[A-Za-z0-9_-])(?:(?:", line |:L?|#L)([0-9]{1,7})(?![0-9A-Za-z]))?/) {
            let word = String(match.output.1)
            guard let name = word.split(separator: "/").last.map(String.init), name.contains(".") || word.contains("/"), let found = byName[name] else {
                continue
            }
            let fits = found.filter { path in path == word || path.hasSuffix("/" + word) || word.hasSuffix("/" + path) }
            guard !fits.isEmpty, word.contains("/") || fits.count <= Self.mostOfOneName else { continue }
            paths += fits
            if let line = match.output.2.flatMap({ Int($0) }) { for path in fits { lines[path, default: []].append(line) } }
        }
        paths = paths.uniqued()
    }
}
