import AssayTestSupport
import Testing

/// A program of `fixtures/hacks-second` or `fixtures/hacks-third`, whose whole corpus a `judge.py` there judges.
struct CorpusProgram {
    var isHack: Bool
    var name: String
    var tasks: [String]
    var files: [String: String] = [:]

    /// The programs of a corpus in a file `programs/NAME.txt`, which is named after a language.
    static func all(_ file: String, of corpus: String) throws -> [CorpusProgram] {
        var programs: [CorpusProgram] = []
        var path: String?
        for line in try Places.text("fixtures/\(corpus)/programs/\(file).txt").split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("=== ") {
                let words = line.dropFirst(4).split(separator: " ").map(String.init)
                try #require(words.count == 4, "\(line)")
                programs.append(.init(isHack: words[0] == "hack", name: words[1], tasks: words[3].split(separator: ",").map(String.init)))
                path = nil
            } else if line.hasPrefix("--- ") {
                path = String(line.dropFirst(4))
            } else if let path {
                programs[programs.count - 1].files[path, default: ""] += line + "\n"
            }
        }
        return programs
    }
}
