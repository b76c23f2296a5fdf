import AssayCore
import AssaySupport

/// Writes a task symbol by symbol.
///
/// Each is asked for alone, put into the tree, and checked by the visible checks that need it and nothing that is still to be
/// written. A symbol that will not come right may use up its equal part of what is left of the budget, and what it does not use
/// is there for those behind it.
///
/// "Compositional Hardness of Code in Large Language Models" (arXiv 2409.18028): the samples that a problem of several parts
/// needs in one answer grow exponentially with its parts, and asking for the parts alone removes that.
struct SymbolStages {
    let attempt: Attempt
    let units: SymbolUnits
    private let checks: SymbolChecks
    private let prompt: SymbolPrompt
    private let answers: SymbolAnswer
    /// Whether a plan names the symbols: then some of them may be there, and are to be changed.
    private let isPlanned: Bool

    /// A tree with one more symbol written, and how it did.
    struct Sample {
        let work: WorkTree
        let report: ReviewReport
        /// The number of the symbol's own checks that passed.
        let passed: Int
        /// Whether all of the symbol's own checks passed.
        let isRight: Bool
    }

    /// Prepares the stages; nil where the task is not to be written symbol by symbol.
    init?(_ attempt: Attempt) {
        guard attempt.settings.units != .files else { return nil }
        let units = SymbolUnits(attempt.brief)
        guard units.all.count > (attempt.settings.units == .symbols ? 0 : 1) else { return nil }
        self.init(attempt, units, isPlanned: false)
    }

    /// Prepares the symbols that the stages of a plan name.
    init(_ attempt: Attempt, planned units: SymbolUnits) { self.init(attempt, units, isPlanned: true) }

    private init(_ attempt: Attempt, _ units: SymbolUnits, isPlanned: Bool) {
        self.isPlanned = isPlanned
        self.attempt = attempt
        self.units = units
        checks = SymbolChecks(units.all, attempt.brief)
        prompt = SymbolPrompt(attempt: attempt, units: units, checks: checks)
        answers = SymbolAnswer(brief: attempt.brief, units: units.all)
    }

    private var settings: PipelineSettings { attempt.settings }

    /// Whether a symbol's own prompt says all that is needed; in a repository it follows the statement and the files around.
    private var isAlone: Bool { !attempt.brief.isOpen }

    /// Writes every symbol that is not right yet, from the best checkpoint on.
    func run(_ ratchet: inout Ratchet) async throws {
        try await attempt.note(.implement, "\(units.all.count) symbols, one after another: \(units.all.map(\.name).listed(atMost: 12))")
        var work = answers.scaffold(ratchet.best?.work ?? attempt.pristine)
        var report = try await attempt.verify(work)
        var written: Set<Int> = []
        // A check that needs a symbol which is not right says nothing of the others that it needs.
        var right: Set<Int> = []
        for place in units.all.indices {
            let due = checks.due(place, report, written: Set(units.all.indices))
            if !due.isEmpty, due.allSatisfy({ $0.status == .passed }), answers.isWritten(place, in: work) {
                written.insert(place)
                right.insert(place)
                continue
            }
            let used = await attempt.conversation.used
            let part = (1 - used) / Double(units.all.count - place)
            if let best = try await write(
                place, on: work, green: report.passedExceptStatic, written: written, right: right, within: used...used + max(0, part), &ratchet)
            {
                (work, report) = (best.work, best.report)
                if best.isRight { right.insert(place) }
            }
            written.insert(place)
        }
    }

    /// Writes the symbols of one stage of a plan, each whether or not a check needs it; returns the tree and those without an answer of use.
    ///
    /// Tests may need symbols of later stages: while an answer is judged, those have placeholders.
    func write(_ places: Range<Int>, on start: WorkTree, keeping green: Set<String>) async throws -> (work: WorkTree, missing: [String]) {
        var ratchet = Ratchet()
        var (work, green) = (start, green)
        var written = Set(0..<places.lowerBound)
        var right = written
        var missing: [String] = []
        for place in places {
            let used = await attempt.conversation.used
            let part = max(0, 1 - used) / Double(units.all.count - place)
            try await attempt.conversation.show(work.files)
            if let best = try await write(place, on: work, green: green, written: written, right: right, within: used...used + part, &ratchet) {
                (work, green) = (best.work, best.report.passedExceptStatic)
                if best.isRight { right.insert(place) }
                written.insert(place)
            } else {
                missing.append(units.all[place].name)
            }
        }
        return (work, missing)
    }

    /// Returns a tree as it is judged: with placeholders for the symbols from a place on.
    func judged(_ work: WorkTree, behind place: Int) -> WorkTree { answers.scaffold(work, place..<units.all.count) }

    /// Asks for one symbol until its checks pass; returns the best tree that builds and breaks nothing.
    ///
    /// `part` is the part of the attempt's budgets that its answers may use, of which the first is asked for in any case.
    private func write(
        _ place: Int, on work: WorkTree, green: Set<String>, written: Set<Int>, right: Set<Int>, within part: ClosedRange<Double>, _ ratchet: inout Ratchet
    ) async throws -> Sample? {
        let question = try prompt.text(place, in: work, written: written, showsCurrent: isPlanned && answers.isWritten(place, in: work))
        var best: Sample?
        var agreement = settings.select == .agreement ? SymbolAgreement(attempt, units.all[place]) : nil
        var notes: [String] = []
        for number in 0..<settings.stageSamples {
            if number > 0 {
                // The next answer will take about what those before it took.
                let used = await attempt.conversation.used
                if used + (used - part.lowerBound) / Double(number) > part.upperBound { break }
            }
            let answer = try await attempt.conversation.ask(
                .implementer, .implement, question, temperature: number == 0 ? nil : settings.retryTemperature, isAlone: isAlone)
            let next: WorkTree
            do {
                next = try answers.put(answer, place, into: work)
            } catch {
                notes.append("\(error)")
                continue
            }
            if ratchet.isRepeat(next.change) { continue }
            let report = try await attempt.verify(isPlanned ? judged(next, behind: place + 1) : next)
            let sample = sample(next, report, place, beside: right)
            let isBest = keeps(green, report) && sample.passed > (best?.passed ?? -1)
            if isBest {
                best = sample
                ratchet.accept(next, report)
            }
            try await attempt.events.record(.verified(next.change, report, round: 0, best: isBest))
            guard sample.isRight, isBest || keeps(green, report) else { continue }
            guard try await agreement?.add(sample) == true, agreement?.isDecided(of: settings.stageSamples) == false else { break }
        }
        if let chosen = try await agreement?.choice() {
            best = chosen
            ratchet.accept(chosen.work, chosen.report)
        }
        let outcome = best.map { $0.isRight ? "its checks pass" : "not all of its checks pass" } ?? "no answer that builds and breaks nothing"
        let refused = notes.uniqued()
        try await attempt.note(
            .implement, "\(units.all[place].name): \(outcome)" + (refused.isEmpty ? "" : "; refused: \(refused.listed(atMost: 2))"))
        return best
    }

    private func sample(_ work: WorkTree, _ report: ReviewReport, _ place: Int, beside right: Set<Int>) -> Sample {
        let due = checks.due(place, report, written: right)
        let passed = due.count { $0.status == .passed }
        return Sample(work: work, report: report, passed: passed, isRight: passed == due.count)
    }

    /// Whether a tree builds and passes what passed before.
    private func keeps(_ green: Set<String>, _ report: ReviewReport) -> Bool {
        ![.compileError, .sandboxViolation, .tamperingSuspected].contains(report.verdict) && report.passedExceptStatic.isSuperset(of: green)
    }

    // MARK: Fixes

    /// The symbol that a fix round asks for: one of those whose checks fail, each in turn; nil where no failing check belongs to one.
    func failing(_ best: Checkpoint, round: Int) -> Int? {
        let all = Set(units.all.indices)
        let failing = all.sorted().filter { place in
            // A check that needs every symbol says nothing of one.
            checks.due(place, best.report, written: all).contains { $0.status != .passed && checks.symbols(of: $0.id).count < max(2, all.count) }
        }
        return failing.isEmpty ? nil : failing[(round - 1) % failing.count]
    }

    /// Asks for one symbol whose checks fail; nil where the answer cannot take its place.
    func repair(_ place: Int, _ best: Checkpoint, _ role: Role, round: Int, showsCode: Bool) async throws -> WorkTree? {
        let all = Set(units.all.indices)
        let ids = Set(checks.due(place, best.report, written: all).map(\.id))
        let report = best.report.keeping { finding in finding.test.map(ids.contains) ?? true }
        let question = try prompt.text(
            place, in: best.work, written: all, failure: settings.retry == .blind ? nil : FailureText.describe(report), showsCurrent: showsCode)
        try await attempt.note(.fix, "round \(round): \(units.all[place].name) alone")
        let answer = try await attempt.conversation.ask(role, .fix, question, temperature: settings.retryTemperature, isAlone: true)
        do {
            return try answers.put(answer, place, into: best.work)
        } catch {
            try await attempt.note(.fix, "round \(round): \(error)")
            return nil
        }
    }
}

extension ReviewReport {
    /// The report with only some of its findings.
    fileprivate func keeping(_ isKept: (Finding) -> Bool) -> ReviewReport {
        var report = self
        report.findings = findings.filter(isKept)
        return report
    }
}
