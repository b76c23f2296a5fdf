import AssayCore
import AssayExperiments
import AssaySupport

/// Every task and arm at a glance: a cell for each seed, with the letter of its verdict.
struct RunGrid: Sendable {
    let document: ExperimentDocument
    let links: PageLinks
    /// The most tasks that are shown; the table below shows all attempts.
    static let most = 500

    /// The attempts of one task, by arm.
    private struct Line {
        let task: ExactName
        let arms: [[MeasuredAttempt]]
        /// How far the arms' solve rates lie apart, and then how far seeds do.
        var disagreement: Double {
            let rates = arms.filter { !$0.isEmpty }.map { Double($0.count(where: \.isSolved)) / Double($0.count) }
            let spread = (rates.max() ?? 0) - (rates.min() ?? 0)
            return spread + (rates.contains { $0 > 0 && $0 < 1 } ? 0.001 : 0)
        }
        var solved: Int { arms.joined().count(where: \.isSolved) }
    }

    private var lines: [Line] {
        let tasks = Dictionary(grouping: document.every, by: \.key.pair.task)
        return tasks.map { task, own in
            let byArm = Dictionary(grouping: own) { ExactName($0.key.arm) }
            return Line(task: task, arms: document.arms.map { (byArm[ExactName($0.arm)] ?? []).sorted { $0.key.seed < $1.key.seed } })
        }.sorted { (-$0.disagreement, $0.solved, $0.task) < (-$1.disagreement, $1.solved, $1.task) }
    }

    /// The grid with its key.
    var markup: Markup {
        let lines = lines
        guard !lines.isEmpty else { return .empty }
        let columns = [DataTable.Column(title: "task")] + document.arms.map { DataTable.Column(title: $0.arm) } + [.init(title: "disagreement", isNumber: true)]
        let rows = lines.prefix(Self.most).map { line in
            DataTable.Row(
                cells: [.init(line.task.text)] + line.arms.map { .init($0.map(cell).joined(), key: Double($0.count(where: \.isSolved))) }
                    + [.init(.text(Amount.percent(line.disagreement.rounded(to: 0.01))), key: line.disagreement)])
        }
        let cut = lines.count > Self.most ? " The first \(Self.most) of \(lines.count) tasks are shown; the table of attempts has all." : ""
        return """
            <h2 id="tasks">Tasks and arms</h2>
            <p class="note">Tasks on which the arms differ most come first. A cell is one attempt; seeds stand side by side.\(cut)</p>
            <ul class="key">\(CellOutcome.key(of: document.every))</ul>
            \(DataTable(columns, rows, caption: "Verdict of every task and arm", id: "grid", isSortable: true, hidesCaption: true).narrow.markup)
            """
    }

    private func cell(_ attempt: MeasuredAttempt) -> Markup {
        let outcome = CellOutcome(attempt.result)
        let name = "\(attempt.key.task), \(attempt.key.arm), seed \(attempt.key.seed): \(attempt.result.outcome)"
        // Files hold no page of an attempt that is still open.
        let isWritten = links.carrier == .server || !attempt.result.status.isOpen
        guard isWritten, let number = attempt.number, let address = links.attempt(document.id, number) else {
            return "<span class=\"cell \(outcome.style)\" role=\"img\" aria-label=\"\(name)\" title=\"\(name)\">\(outcome.letter)</span>"
        }
        return "<a class=\"cell \(outcome.style)\" href=\"\(address)\" aria-label=\"\(name)\" title=\"\(name)\">\(outcome.letter)</a>"
    }
}

/// How an attempt came out, as a letter and a colour.
struct CellOutcome: Sendable, Hashable {
    let word: String
    let letter: String
    /// The class of the colour.
    let style: String

    /// Reads the outcome of an attempt.
    init(_ result: AttemptResult) {
        word = result.outcome
        letter = result.verdict.map(Self.letter) ?? (result.status == .harnessError ? "!" : result.status == .running ? "…" : "·")
        style =
            switch result.verdict {
            case .passed?: "passed"
            case .tamperingSuspected?, .sandboxViolation?: "suspect"
            case .harnessError?, .unjudgeable?, nil: "open"
            default: "failed"
            }
    }

    private static func letter(_ verdict: Verdict) -> String {
        switch verdict {
        case .passed: "✓"
        case .failed, .staticFailed: "F"
        case .compileError: "B"
        case .interfaceViolation: "I"
        case .timeout: "T"
        case .resourceLimit: "R"
        case .crashed: "C"
        case .flaky: "~"
        case .incomplete: "P"
        case .tamperingSuspected, .sandboxViolation: "S"
        case .unjudgeable: "?"
        case .harnessError: "!"
        }
    }

    /// What the letters stand for, of those that occur.
    static func key(of attempts: [MeasuredAttempt]) -> [Markup] {
        Set(attempts.map { CellOutcome($0.result) }).sorted { ($0.style == "passed" ? 0 : 1, $0.word) < ($1.style == "passed" ? 0 : 1, $1.word) }.map {
            "<li><span class=\"cell \($0.style)\" aria-hidden=\"true\">\($0.letter)</span>\($0.word)</li>"
        }
    }
}

extension Double {
    /// The nearest multiple of a step.
    fileprivate func rounded(to step: Double) -> Double { (self / step).rounded() * step }
}
