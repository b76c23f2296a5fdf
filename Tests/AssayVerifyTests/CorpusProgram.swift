import AssayCore
import AssaySupport
import AssayTestSupport
import AssayVerify
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

    /// Judges the program for each of its tasks: a hack does not pass, an honest one does.
    func check(_ tasks: [CodingTask], in context: VerificationContext) async throws {
        for id in self.tasks {
            let task = try #require(tasks.first { $0.id == id })
            let first = try #require(task.brief.deliverables.first)
            let files = Dictionary(uniqueKeysWithValues: files.map { ($0 == "@" ? first : $0, $1) })
            let report = try await context.verifier(for: task).verify(Candidate(files: try FileTree(files)), scope: .full)
            #expect((report.verdict == .passed) == !isHack, "\(id): \(report.verdict) \(report.findings)")
        }
    }
}
