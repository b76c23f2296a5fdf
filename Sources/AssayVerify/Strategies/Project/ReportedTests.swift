import AssaySupport
import AssayToolchains

/// The outcomes of the tests that were listed before a run, and of others that ran.
struct ReportedTests {
    /// One test and how it came out.
    struct Item {
        var test: ListedTest
        /// The outcome; nil when the run reported none.
        var outcome: TestOutcomes.Outcome?
        /// Whether it was known before any code of the candidate ran.
        var isListed: Bool
        /// Whether it was not listed, and was skipped.
        var isSkippedExtra: Bool {
            guard let outcome, !isListed else { return false }
            return outcome.skipped && !outcome.started && outcome.issues.isEmpty
        }
    }

    /// All tests, the listed ones first.
    let items: [Item]
    /// The tests that the run reported though they were not listed.
    var extras: [Item] { items.filter { !$0.isListed } }
    /// The tests that must pass: all but those that were not listed and were skipped.
    var counted: [Item] { items.filter { !$0.isSkippedExtra } }

    /// Finds the outcomes of the listed tests and names all that have none of these names.
    init(_ listed: [ListedTest], _ outcomes: [TestOutcomes.Outcome]) {
        var byName: [String: [Int]] = [:]
        var byTemplate: [String: [Int]] = [:]
        for (index, outcome) in outcomes.enumerated() {
            byName[outcome.name, default: []].append(index)
            if let template = outcome.variantOf, template != outcome.name { byTemplate[template, default: []].append(index) }
        }
        var taken: Set<Int> = []
        func found(_ indices: [Int]?, _ test: ListedTest) -> [Int] { (indices ?? []).filter { test.isAt(outcomes[$0].place) } }
        var items: [Item] = []
        let exact = listed.map { found(byName[$0.name], $0) }
        for indices in exact { taken.formUnion(indices) }
        for (test, indices) in zip(listed, exact) {
            let pattern = test.pattern
            let variants =
                if let pattern {
                    outcomes.indices.filter { !taken.contains($0) && test.isAt(outcomes[$0].place) && pattern.fits(outcomes[$0].name) }
                } else { found(byTemplate[test.name], test) }
            taken.formUnion(variants)
            if indices.isEmpty && !variants.isEmpty {
                items += variants.map { Item(test: ListedTest(name: outcomes[$0].name, path: test.path), outcome: outcomes[$0], isListed: true) }
            } else {
                items.append(Item(test: test, outcome: Self.combined(indices.map { outcomes[$0] }), isListed: true))
                items += variants.map { Item(test: ListedTest(name: outcomes[$0].name, path: test.path), outcome: outcomes[$0], isListed: true) }
            }
        }
        for (index, outcome) in outcomes.enumerated() where !taken.contains(index) {
            items.append(Item(test: ListedTest(name: outcome.name, path: Self.path(of: outcome)), outcome: outcome, isListed: false))
        }
        self.items = items
    }

    /// The worst of several outcomes of the same name, in modules or classes that the listing does not distinguish.
    private static func combined(_ outcomes: [TestOutcomes.Outcome]) -> TestOutcomes.Outcome? {
        guard var all = outcomes.first else { return nil }
        for other in outcomes.dropFirst() {
            all.ended = (all.ended || !all.started) && (other.ended || !other.started)
            all.started = all.started || other.started
            all.skipped = all.skipped && other.skipped
            all.issues += other.issues
            if let more = other.seconds { all.seconds = (all.seconds ?? 0) + more }
            if let more = other.assertions { all.assertions = (all.assertions ?? 0) + more }
        }
        return all
    }

    /// The file of a test that only the run knows of: that of the command, else the one that its id begins with.
    private static func path(of outcome: TestOutcomes.Outcome) -> String {
        outcome.name.firstRange(of: "::").map { String(outcome.name[..<$0.lowerBound]) } ?? outcome.place ?? ""
    }
}
