/// A plan: the work in stages that are checked one by one.
struct Plan: Sendable, Codable, Equatable {
    struct Stage: Sendable, Codable, Equatable {
        var id: String
        var goal: String
        var dependsOn: [String]
        var files: [String]
        var provides: [String]
        var requires: [String]
        var checks: [String]
        /// Calls of what the stage provides, with the literal that each must return.
        var probes: [Probe]?
        /// What the stage writes one by one; nil or empty where it writes its files as a whole.
        var symbols: [Symbol]?
    }

    /// A function, method or type that a stage writes alone.
    struct Symbol: Sendable, Codable, Equatable {
        /// The name, with that of its type: `Account.deposit`.
        var name: String
        /// Its file; nil where the stage has only one.
        var file: String?
        /// Its signature; nil where it is there already.
        var signature: String?
    }

    /// A call and what it must return.
    struct Probe: Sendable, Codable, Equatable {
        var call: String
        var expected: String
    }

    struct Trace: Sendable, Codable, Equatable {
        var example: String
        var predictedOutput: String
    }

    /// A requirement, quoted from the task, and the stage that satisfies it.
    struct Constraint: Sendable, Codable, Equatable {
        var quote: String
        var stage: String
    }

    /// A planned change to one file.
    struct Change: Sendable, Codable, Equatable {
        enum Action: String, Sendable, Codable { case create, modify, delete }
        var path: String
        var action: Action
    }

    var stages: [Stage]
    var examplesTrace: [Trace]?
    var constraints: [Constraint]?
    var changes: [Change]?
    /// Modules that the code will import.
    var imports: [String]?

    /// Whether any stage writes symbols one by one.
    var namesSymbols: Bool { stages.contains { $0.symbols?.isEmpty == false } }

    /// Reads a model's answer.
    static func parse(_ answer: String) -> Plan? { AnswerObject.read(Plan.self, in: answer) }
}
