import AssayCore
import AssayExperiments
import AssaySupport
import Testing

@testable import AssayRender

/// Two arms on as many tasks, of which the second solves more: what the pages say of it.
@Suite struct RunHeadlineTests {
    private static let reason = "test_a.py::test: assert [1] == [2]\n  \n  At index 0 diff: 1 != 2\n  Use -v to get more diff"

    private static func pair(tasks: Int, solvedByB: Int, samples: Int = 1, candidates: Int = 1) throws -> ExperimentDocument.Pair {
        func results(_ name: String, solved: Int) -> ResultSet {
            let entries = (0..<tasks).map { task -> (ExactName, [ResultSet.Entry]) in
                let isSolved = task < solved
                let entries = (0..<samples).map {
                    ResultSet.Entry(sample: $0, verdict: isSolved ? .passed : .failed, tier: .aMinus, digest: "d", reason: isSolved ? nil : reason)
                }
                return (ExactName("t\(task)"), entries)
            }
            return ResultSet(name: name, entries: Dictionary(uniqueKeysWithValues: entries))
        }
        let others = (0..<candidates).map { results($0 == 0 ? "b" : "c\($0)", solved: $0 == 0 ? solvedByB : 0) }
        return .init(a: "a", b: "b", result: try Comparison.family(results("a", solved: 0), others)[0])
    }

    @Test("a difference whose interval leaves zero out and that is not taken for one says why")
    func doubt() throws {
        let sentence = RunHeadline(try Self.pair(tasks: 12, solvedByB: 6, candidates: 2), arms: []).sentence
        #expect(sentence.contains("do not tell b from a"), "\(sentence)")
        #expect(sentence.contains("may be chance: p = 0.0625 after correction for several comparisons, more than 0.05"), "\(sentence)")
        let few = RunHeadline(try Self.pair(tasks: 5, solvedByB: 5), arms: []).sentence
        #expect(few.contains("but fewer than 6 tasks decide nothing"), "\(few)")
    }

    @Test("a difference whose interval holds zero needs no more words", arguments: [0, 1])
    func plain(_ solved: Int) throws {
        let sentence = RunHeadline(try Self.pair(tasks: 12, solvedByB: solved), arms: []).sentence
        #expect(!sentence.contains("but "), "\(sentence)")
    }

    @Test("flips count verdicts that repeat, keep a difference's lines without advice on another program, and do not lead to where they are")
    func flips() throws {
        let page = ComparePage.render(try Self.pair(tasks: 8, solvedByB: 8, samples: 4), run: nil, links: .server)
        #expect(page.contains("failed × 4") && page.contains("passed × 4"), "\(page)")
        #expect(page.contains("assert [1] == [2]\n  At index 0 diff: 1 != 2</td>") && !page.contains("Use -v"))
        #expect(!page.contains(">Compare a and b<"))
    }

    @Test("each cell of a table with many columns says its column, for screens on which rows stand as lines")
    func stacked() {
        let wide = DataTable([["a", "b", "c", "d"], ["1", "2", "3", "4"]], caption: "x").markup.html
        #expect(wide.contains("class=\"stack\"") && wide.contains("data-label=\"b\""), "\(wide)")
        let slim = DataTable([["a", "b"], ["1", "2"]], caption: "x").markup.html
        #expect(!slim.contains("stack") && !slim.contains("data-label"), "\(slim)")
    }
}
