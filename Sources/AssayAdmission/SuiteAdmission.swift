package import AssayCore
import AssaySupport
import AssayToolchains
package import AssayVerify

/// Whether a task is fit to judge anybody: its reference passes every time, nothing empty or evasive does, and
/// faults put into the reference are found.
package struct SuiteAdmission: Sendable {
    /// The stable JSON of `assay suite validate --json`.
    package struct Row: Codable, Sendable {
        /// A wrong answer and its verdict.
        package struct Stub: Codable, Sendable {
            /// The name of the wrong answer.
            package let id: String
            /// The verdict on it.
            package let verdict: Verdict
        }
        /// The task's id.
        package let task: String
        /// The verdict on its reference; nil where it has none.
        package var reference: Verdict?
        /// The number of repeated judgements of the reference, each in a changed environment.
        package var repetitions: Int
        /// The number of repetitions that failed.
        package var flakes: Int
        /// The wrong answers, each with its verdict.
        package var stubs: [Stub]
        /// Faults that compile and are not known to change nothing.
        package var mutants: Int
        /// The number of mutants that a test found.
        package var killed: Int
        /// The mutants that no test found, as `path:line change`.
        package var survivors: [String]
        /// Whether the task may judge anybody.
        package var admitted: Bool

        /// The share of the faults that were found; nil without faults.
        package var mutationScore: Double? { mutants == 0 ? nil : Double(killed) / Double(mutants) }
    }

    private let context: VerificationContext
    private let repetitions: Int
    private let mutants: Int
    private let leastScore: Double
    private let evasions: Bool

    /// Judges the reference again `repetitions` times and tries at most `mutants` faults, of which the share
    /// `leastScore` must be found; `evasions` are stubs that do not do the task but end the process, say.
    package init(context: VerificationContext, repetitions: Int, mutants: Int, leastScore: Double = 0.9, evasions: Bool = true) {
        self.evasions = evasions
        self.context = context
        self.repetitions = repetitions
        self.mutants = mutants
        self.leastScore = leastScore
    }

    /// Judges the reference, wrong answers and the reference with faults, and says whether the task is fit.
    package func admit(_ task: CodingTask) async throws(HarnessError) -> Row {
        var row = Row(task: task.id, reference: nil, repetitions: 0, flakes: 0, stubs: [], mutants: 0, killed: 0, survivors: [], admitted: false)
        if let reference = task.reference {
            row.reference = try await verdict(task, reference)
            // Without a passing reference the other admission checks would be meaningless.
            guard row.reference == .passed else { return row }
            for number in 0..<repetitions {
                row.repetitions += 1
                if try await verdict(perturbed(task, number), reference) != .passed { row.flakes += 1 }
            }
        }
        for (id, files) in try stubs(of: task) {
            row.stubs.append(.init(id: id, verdict: try await verdict(task, files)))
        }
        if let reference = task.reference {
            let found = try await survivors(of: Mutant.of(reference, task.brief.language, most: mutants), task)
            (row.mutants, row.survivors) = (found.tried, found.survivors)
            row.killed = found.tried - found.survivors.count
        }
        row.admitted =
            row.reference == .passed && row.flakes == 0 && row.stubs.allSatisfy { !$0.verdict.isSolved }
            && row.mutationScore.map { $0 >= leastScore } ?? true
        return row
    }

    /// Judges each mutant of the reference; returns how many compile, and the names of those that no test found.
    private func survivors(of all: [Mutant], _ task: CodingTask) async throws(HarnessError) -> (tried: Int, survivors: [String]) {
        var tried = 0
        var survivors: [String] = []
        for mutant in all {
            let name = "\(mutant.path):\(mutant.line) \(mutant.change)"
            guard !task.equivalentMutants.contains(name) else { continue }
            let found = try await verdict(task, mutant.files)
            // What does not compile tests no test.
            if found == .compileError { continue }
            tried += 1
            if found.isSolved { survivors.append(name) }
        }
        return (tried, survivors)
    }

    private func verdict(_ task: CodingTask, _ files: FileTree) async throws(HarnessError) -> Verdict {
        try await context.verifier(for: task).judge(Candidate(files: files), .full).verdict
    }

    /// The same task in surroundings that must not matter.
    private func perturbed(_ task: CodingTask, _ number: Int) -> CodingTask {
        var task = task
        let zones = ["Pacific/Chatham", "America/St_Johns", "Asia/Kathmandu", "UTC"]
        task.environment["TZ"] = zones[number % zones.count]
        task.environment["LC_ALL"] = number.isMultiple(of: 2) ? "C" : "C.UTF-8"
        task.environment["ASSAY_REPETITION"] = "\(number)"
        return task
    }

    /// Candidates that must fail: the task's stub, an empty answer, and the reference with each evasion of the language added.
    private func stubs(of task: CodingTask) throws(HarnessError) -> [(String, FileTree)] {
        var stubs = [("own", task.stub)]
        guard let reference = task.reference else { return stubs }
        do {
            let names = reference.paths.filter { task.brief.mayDeliver($0) }
            stubs.append(("empty", try FileTree(Dictionary(uniqueKeysWithValues: names.map { ($0, "") }))))
            // A program that ends early has still written what it wrote: only what it writes counts.
            for stub in try context.toolchain(task.brief.language).profile.stubs ?? [] where evasions && task.form != .streams {
                var tree = reference
                for path in names {
                    let symbols = task.brief.interface.filter { $0.file == path }.map(\.symbol)
                    // One addition for each symbol, or one for the file where no symbol is named.
                    let added = stub.append.contains("{symbol}") ? symbols.map { stub.append.replacing("{symbol}", with: $0) } : [stub.append]
                    try tree.set(path, (reference[path] ?? "") + added.joined())
                }
                if tree != reference { stubs.append((stub.id, tree)) }
            }
        } catch let error as HarnessError {
            throw error
        } catch {
            throw HarnessError(.suite, "\(task.id): \(error)")
        }
        return stubs
    }
}
