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

    /// The schema that servers enforce where they can.
    static let schema: JSONValue = {
        let text = JSONValue.object(["type": .string("string")])
        func list(_ item: JSONValue, most: Double) -> JSONValue {
            .object(["type": .string("array"), "items": item, "maxItems": .number(most)])
        }
        func record(_ fields: [String: JSONValue]) -> JSONValue {
            .object([
                "type": .string("object"), "properties": .object(fields),
                "required": .array(fields.keys.sorted().map { .string($0) }),
                "additionalProperties": .bool(false),
            ])
        }
        let stage = record([
            "id": text, "goal": text, "depends_on": list(text, most: 6), "files": list(text, most: 6),
            "provides": list(text, most: 8), "requires": list(text, most: 8),
            "checks": list(
                .object(["enum": .array([.string("build"), .string("visible_tests")])]), most: 2),
        ])
        let trace = record(["example": text, "predicted_output": text])
        return record(["stages": list(stage, most: 5), "examples_trace": list(trace, most: 1)])
    }()
}
