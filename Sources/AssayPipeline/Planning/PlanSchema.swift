import AssayCore
import AssaySupport

extension Plan {
    /// The schema that servers enforce where they can: it leaves only files and names of the task.
    ///
    /// With `symbols`, stages may name what they write one by one.
    static func schema(for brief: TaskBrief, symbols: Bool = false) -> JSONValue {
        let text = AnswerSchema.text(most: 160)
        func choice(_ values: [String]) -> JSONValue { AnswerSchema.choice(values, otherwise: text) }
        let names = brief.interface.map(\.symbol)
        let files = brief.deliverables
        let several = brief.singleDeliverable == nil
        let path = brief.deliversFolder ? text : choice(files)
        var stage = [
            "id": choice(["s1", "s2", "s3", "s4"]), "goal": text,
            "depends_on": AnswerSchema.list(choice(["s1", "s2", "s3"]), least: 0, most: several || symbols ? 2 : 0),
            "files": AnswerSchema.list(path, least: 1, most: several ? 3 : 1),
            "provides": AnswerSchema.list(choice(names), least: several ? 0 : 1, most: max(names.count, 1)),
            "requires": AnswerSchema.list(choice(names), least: 0, most: several ? 2 : 0),
            "checks": AnswerSchema.list(choice(several ? ["build", "visible_tests"] : ["visible_tests"]), least: 1, most: 1),
        ]
        if brief.takesCalls {
            stage["probes"] = AnswerSchema.list(AnswerSchema.record(["call": text, "expected": text]), least: 0, most: 2)
        }
        if symbols {
            let symbol = AnswerSchema.record(["name": text, "file": path, "signature": text], required: ["name", "file"])
            stage["symbols"] = AnswerSchema.list(symbol, least: 0, most: 6)
        }
        let trace = AnswerSchema.record(["example": choice(brief.examples.map(\.call)), "predicted_output": text])
        var fields = [
            "stages": AnswerSchema.list(AnswerSchema.record(stage), least: 1, most: several ? min(max(files.count, 2), 4) : symbols ? 4 : 1),
            "examples_trace": AnswerSchema.list(trace, least: 0, most: brief.examples.isEmpty ? 0 : 1),
        ]
        let required = fields.keys.sorted()
        if several {
            fields["constraints"] = AnswerSchema.list(AnswerSchema.record(["quote": text, "stage": choice(["s1", "s2", "s3", "s4"])]), least: 0, most: 3)
            fields["changes"] = AnswerSchema.list(AnswerSchema.record(["path": path, "action": choice(["create", "modify", "delete"])]), least: 0, most: 6)
            fields["imports"] = AnswerSchema.list(text, least: 0, most: 6)
        }
        return AnswerSchema.record(fields, required: required)
    }
}
