package import AssayCore
import AssaySupport

/// Collects result lines in any order and gives them back in the order of their samples; they are kept on disk until then.
package struct SampleResultsFile {
    private let lines: LineFile
    private var places: [LineFile.Place?]
    private var counts: [Verdict: Int] = [:]
    /// Why the first results are not solved in which nothing failed, by position.
    private var obstacles: [Int: String] = [:]
    private static let mostObstacles = 10

    /// Makes room for so many samples.
    package init(count: Int) throws {
        lines = try LineFile()
        places = Array(repeating: nil, count: count)
    }

    /// The verdicts on samples that are not solved; `failed` stands for a passed run that lacks a test which its data set names.
    package private(set) var unsolved: Set<Verdict> = []
    /// The number of samples that are solved.
    package private(set) var solved = 0
    /// The number of results that were added.
    package var done: Int { counts.values.reduce(0, +) }

    /// Adds the result of the sample at a position.
    package mutating func add(_ row: SampleResult, at position: Int) throws {
        places[position] = try lines.append(row.line)
        counts[row.verdict, default: 0] += 1
        if obstacles.count < Self.mostObstacles, let obstacle = row.obstacle { obstacles[position] = obstacle }
        if row.isSolved { solved += 1 } else { unsolved.insert(row.verdict.isSolved ? .failed : row.verdict) }
    }

    /// Calls the body with every line in order.
    package func forEach(_ body: (String) throws -> Void) throws {
        for place in places.compactMap(\.self) { try body(String(decoding: lines.read(place), as: UTF8.self)) }
    }

    /// The totals by verdict, and where the results are, as a text for a terminal.
    package func summary(target: String) -> String {
        var table = [["verdict", "samples"]]
        for verdict in Verdict.allCases.reversed() {
            if let count = counts[verdict] { table.append([verdict.rawValue, "\(count)"]) }
        }
        let told = obstacles.sorted { $0.key < $1.key }.map { TerminalText.line($0.value, limit: 400) + "\n" }.joined()
        return "\(Text.table(table))\n\(told)\(solved) of \(done) samples solved (\(Text.percent(Double(solved) / Double(done)))); results: \(target)\n"
    }
}
