package import AssayCore
package import AssayStore
import AssaySupport

/// The differences between a stored run and the present files that can change its results.
package enum RunChanges {
    /// One line for each thing that changed, as `what: old → new`.
    package static func lines(from record: ExperimentRecord, in store: Store, to setup: ExperimentSetup) throws(HarnessError) -> [String] {
        let plan = setup.plan
        var lines: [String] = []
        func compare(_ name: String, _ was: String, _ now: String) { if was != now { lines.append("\(name): \(was) → \(now)") } }
        compare("seeds", "\(record.seeds)", "\(plan.seeds)")
        compare("margin", "\(record.margin)", "\(plan.margin)")
        compare("alpha", "\(record.alpha)", "\(plan.alpha)")
        compare("order_seed", "\(record.orderSeed)", "\(plan.orderSeed)")
        compare("stop", record.stop.rawValue, plan.stop.rawValue)
        lines += armLines(from: try store.arms(of: record.id), to: plan)
        let stored = Dictionary(try store.attempts(of: record.id).map { (ExactName($0.key.task), $0.taskDigest) }, uniquingKeysWith: { one, _ in one })
        let tasks = setup.suite.byID.mapValues(\.digest)
        lines += sample(tasks.keys.filter { stored[$0] != nil && stored[$0] != tasks[$0] }, "tasks that are not what they were")
        lines += sample(tasks.keys.filter { stored[$0] == nil }, "new tasks")
        lines += sample(stored.keys.filter { tasks[$0] == nil }, "tasks that are gone")
        if lines.isEmpty, record.suiteDigest != plan.suiteDigest { lines.append("the tasks stand in another order") }
        return lines
    }

    /// The differences of the arms: their number or order, and each of them; a new name alone is none.
    private static func armLines(from stored: [ArmRecord], to plan: ExperimentPlan) -> [String] {
        let names = stored.map(\.name)
        var fresh = plan.arms.filter { !names.contains($0) }
        // An arm whose name is gone stands for the next one whose name is new.
        let pairs = names.map { plan.arms.contains($0) ? $0 : fresh.isEmpty ? nil : fresh.removeFirst() }
        let isReordered = pairs != plan.arms.map(Optional.some)
        let lines = isReordered ? ["arms: \(names.joined(separator: ", ")) → \(plan.arms.joined(separator: ", "))"] : []
        let changed = zip(stored, pairs).compactMap { arm, name in
            name.flatMap { plan.armIdentities[$0] }.map { (arm: arm.name, changes: changes(of: arm, to: $0)) }
        }
        let common = changed.count > 1 ? changed[0].changes.filter { line in changed.allSatisfy { $0.changes.contains(line) } } : []
        return lines + common.map { "every arm: \($0)" }
            + changed.flatMap { arm, changes in changes.filter { !common.contains($0) }.map { "\(arm): \($0)" } }
    }

    /// The differences of one arm.
    static func changes(of arm: ArmRecord, to now: ArmIdentity) -> [String] {
        guard let text = arm.identity, let was = try? JSON.decode(ArmIdentity.self, text) else {
            return ["an older version of assay stored it, without what its models and checks were"]
        }
        return now.changes(since: was)
    }

    private static func sample(_ tasks: [ExactName], _ what: String) -> [String] {
        guard !tasks.isEmpty else { return [] }
        return ["\(what): \(tasks.sorted().map { TerminalText.line($0.text, limit: 60) }.listed())"]
    }
}

extension ArmRecord {
    /// The arm without the recording that answered in its models' place, and without what judged it.
    var withoutSurroundings: ArmRecord {
        guard let identity, let known = try? JSON.decode(ArmIdentity.self, identity) else { return self }
        return ArmRecord(name: name, settings: settings, digest: digest, identity: try? JSON.line(known.withoutRecording.withoutEnvironment))
    }
}

/// The error that an unfinished run cannot be resumed, since its results would mix two settings.
package struct RunChanged: Error, CustomStringConvertible {
    /// The id of the run.
    package let run: String
    /// The differences, one a line.
    package let changes: [String]

    /// The message, with all differences and what to do.
    package var description: String {
        "run \(run) is not finished and cannot be resumed, because what decides its results has changed:\n"
            + changes.map { "  \($0)\n" }.joined()
            + "undo the changes to resume it, or start another run with --new"
    }
}
