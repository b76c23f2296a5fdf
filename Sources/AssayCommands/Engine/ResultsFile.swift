import AssayCore
import AssaySupport

/// Result lines in the order of their samples, whatever order they come in; until all are there they wait on disk.
struct ResultsFile {
    private let lines: LineFile
    private var places: [LineFile.Place?]
    private var counts: [Verdict: Int] = [:]

    init(count: Int) throws {
        lines = try LineFile()
        places = Array(repeating: nil, count: count)
    }

    var verdicts: Set<Verdict> { Set(counts.keys) }
    var solved: Int { counts.reduce(0) { $1.key.isSolved ? $0 + $1.value : $0 } }
    var done: Int { counts.values.reduce(0, +) }

    /// Adds the result of the sample at a position.
    mutating func add(_ row: SampleResult, at position: Int) throws {
        places[position] = try lines.append(row.line())
        counts[row.verdict, default: 0] += 1
    }

    /// Gives every line in order.
    func forEach(_ body: (String) throws -> Void) throws {
        for place in places.compactMap(\.self) { try body(String(decoding: lines.read(place), as: UTF8.self)) }
    }

    /// Totals by verdict, and where the results are.
    func summary(target: String) -> String {
        var table = [["verdict", "samples"]]
        for verdict in Verdict.allCases.reversed() {
            if let count = counts[verdict] { table.append([verdict.rawValue, "\(count)"]) }
        }
        return "\(Text.table(table))\n\(solved) of \(done) samples passed (\(Text.percent(Double(solved) / Double(done)))); results: \(target)\n"
    }
}
