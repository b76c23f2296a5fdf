import AssayCore

/// What is to be done, in stages that are checked one by one.
package struct Plan: Sendable, Codable, Equatable {
    package struct Stage: Sendable, Codable, Equatable {
        package var id: String
        package var goal: String
        package var dependsOn: [String]
        package var files: [String]
        package var provides: [String]
        package var requires: [String]
        package var checks: [String]
        package init(
            id: String, goal: String, dependsOn: [String], files: [String], provides: [String],
            requires: [String], checks: [String]
        ) {
            self.id = id
            self.goal = goal
            self.dependsOn = dependsOn
            self.files = files
            self.provides = provides
            self.requires = requires
            self.checks = checks
        }
    }

    package struct Trace: Sendable, Codable, Equatable {
        package var example: String
        package var predictedOutput: String
        package init(example: String, predictedOutput: String) {
            self.example = example
            self.predictedOutput = predictedOutput
        }
    }

    package var stages: [Stage]
    package var examplesTrace: [Trace]?

    package init(stages: [Stage], examplesTrace: [Trace]? = nil) {
        self.stages = stages
        self.examplesTrace = examplesTrace
    }

    /// Parses a model's answer: the first JSON object in it.
    package static func parse(_ answer: String) -> Plan? {
        guard let open = answer.firstIndex(of: "{"), let close = answer.lastIndex(of: "}"), open < close
        else { return nil }
        return try? JSON.decode(Plan.self, String(answer[open...close]))
    }

    /// The schema that servers enforce where they can: it leaves only files and names of the task.
    static func schema(for brief: TaskBrief) -> JSONValue {
        let text = JSONValue.object(["type": .string("string"), "maxLength": .number(160)])
        func list(_ item: JSONValue, least: Int, most: Int) -> JSONValue {
            .object([
                "type": .string("array"), "items": item, "minItems": .number(Double(least)),
                "maxItems": .number(Double(most)),
            ])
        }
        func choice(_ values: [String]) -> JSONValue {
            values.isEmpty ? text : .object(["enum": .array(values.map { .string($0) })])
        }
        func record(_ fields: [String: JSONValue]) -> JSONValue {
            .object([
                "type": .string("object"), "properties": .object(fields),
                "required": .array(fields.keys.sorted().map { .string($0) }),
                "additionalProperties": .bool(false),
            ])
        }
        let names = brief.interface.map(\.symbol)
        let files = brief.deliverables
        let several = files.count > 1
        let stage = record([
            "id": choice(["s1", "s2", "s3", "s4"]), "goal": text,
            "depends_on": list(choice(["s1", "s2", "s3"]), least: 0, most: several ? 2 : 0),
            "files": list(
                files.contains { $0.hasSuffix("/**") } ? text : choice(files), least: 1,
                most: several ? 3 : 1),
            "provides": list(choice(names), least: several ? 0 : 1, most: max(names.count, 1)),
            "requires": list(choice(names), least: 0, most: several ? 2 : 0),
            "checks": list(choice(several ? ["build", "visible_tests"] : ["visible_tests"]), least: 1, most: 1),
        ])
        let trace = record(["example": choice(brief.examples.map(\.call)), "predicted_output": text])
        return record([
            "stages": list(stage, least: 1, most: several ? min(files.count, 4) : 1),
            "examples_trace": list(trace, least: 0, most: brief.examples.isEmpty ? 0 : 1),
        ])
    }
}
