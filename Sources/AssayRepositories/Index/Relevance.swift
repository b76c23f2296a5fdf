import Glibc

/// How relevant the files of a repository, and parts of them, are to a task.
///
/// A file scores by BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009) over the forms of its words,
/// those of its path included, and passes some of its score on to the files that it uses.
package struct Relevance: Sendable {
    /// The files that may be shown, the most relevant first.
    package let ranked: [String]
    /// The score of each of them.
    package let scores: [String: Double]
    /// What one occurrence of a form is worth: the task's weight times inverse document frequency.
    private let worth: [String: Double]
    /// The tests of each file, the one that uses it most first.
    private let tests: [String: [String]]

    /// The saturation of repeated words, BM25's k₁.
    private static let saturation = 1.2
    /// How far the length of a file counts, BM25's b.
    private static let lengthWeight = 0.6
    /// The shares of its score that a test, and any other file, pass on to the files that they use, and to those that use it.
    ///
    /// They were found by trying on one half of the fixes of `benchmarks/context/commits.py`.
    private static let share = (test: 0.25, other: 0.08, back: 0.3)

    /// Ranks the files of an index by the words of a task.
    package init(of index: RepositoryIndex, to statement: String) {
        let files = index.files.filter { $0.value.role.weight > 0 }
        let (scores, worth) = Self.byWords(files, index.table, TaskWords(statement))
        let uses = index.uses()
        let final = Self.passedOn(scores, files, uses).reduce(into: [:]) { $0[$1.key] = $1.value * (files[$1.key]?.role.weight ?? 0) }
        self.scores = final
        self.worth = worth
        tests = Self.tests(in: files, by: uses)
        ranked = final.keys.sorted { (-(final[$0] ?? 0), $0) < (-(final[$1] ?? 0), $1) }
    }

    /// The score of each file by the words in it alone, and what each word is worth.
    private static func byWords(
        _ files: [String: IndexedFile], _ table: WordTable, _ asked: TaskWords
    ) -> (scores: [String: Double], worth: [String: Double]) {
        let count = Double(files.count)
        let average = max(1, Double(files.values.reduce(0) { $0 + $1.length }) / max(count, 1))
        var scores = files.mapValues { _ in 0.0 }
        var worth: [String: Double] = [:]
        for (form, weight) in asked.weights.sorted(by: { $0.key < $1.key }) {
            guard let number = table.known(form: form) else { continue }
            let frequencies = files.compactMapValues { file in file.frequency(of: number) > 0 ? Double(file.frequency(of: number)) : nil }
            let holders = Double(frequencies.count)
            guard holders > 0 else { continue }
            let value = weight * log(1 + (count - holders + 0.5) / (holders + 0.5))
            worth[form] = value
            for (path, frequency) in frequencies {
                let length = Double(files[path]?.length ?? 0) / average
                let norm = saturation * (1 - lengthWeight + lengthWeight * length)
                scores[path, default: 0] += value * frequency * (saturation + 1) / (frequency + norm)
            }
        }
        return (scores, worth)
    }

    /// The scores with what files pass on to those that they use, and to those that use them.
    private static func passedOn(
        _ scores: [String: Double], _ files: [String: IndexedFile], _ uses: [String: [String: Double]]
    ) -> [String: Double] {
        var users: [String: Int] = [:]
        for (path, used) in uses where files[path]?.role != .test { for other in used.keys { users[other, default: 0] += 1 } }
        var final = scores
        // In order, so that sums are the same in each run.
        for (path, used) in uses.sorted(by: { $0.key < $1.key }) {
            let isTest = files[path]?.role == .test
            let total = used.values.reduce(0, +)
            for (other, strength) in used.sorted(by: { $0.key < $1.key }) {
                final[other, default: 0] += (isTest ? share.test : share.other) * (scores[path] ?? 0) * strength / total
                if !isTest { final[path, default: 0] += share.back * (scores[other] ?? 0) / Double(users[other] ?? 1) }
            }
        }
        return final
    }

    /// Returns the tests of a file, the one that uses it most first.
    package func tests(of path: String) -> [String] { tests[path] ?? [] }

    private static func tests(in files: [String: IndexedFile], by uses: [String: [String: Double]]) -> [String: [String]] {
        var strengths: [String: [(test: String, strength: Double)]] = [:]
        for (path, used) in uses where files[path]?.role == .test {
            let total = used.values.reduce(0, +)
            for (other, strength) in used { strengths[other, default: []].append((path, strength / total)) }
        }
        return strengths.mapValues { $0.sorted { (-$0.strength, $0.test) < (-$1.strength, $1.test) }.map(\.test) }
    }

    /// Returns how relevant a part of a file is; 0 where no word of the task stands in it.
    package func score(of lines: some Sequence<Substring>) -> Double {
        var counts: [String: Int] = [:]
        var words = 0
        for line in lines {
            for word in WordScanner.words(line) {
                words += 1
                for form in WordForms.all(word) where worth[form] != nil { counts[form, default: 0] += 1 }
            }
        }
        let norm = Self.saturation * (1 - Self.lengthWeight + Self.lengthWeight * Double(words) / 80)
        return counts.sorted { $0.key < $1.key }.reduce(0) { $0 + (worth[$1.key] ?? 0) * Double($1.value) / (Double($1.value) + norm) }
    }
}
