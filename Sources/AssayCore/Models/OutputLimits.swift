/// The largest number of tokens of one answer, thoughts included, by phase.
package struct OutputLimits: Sendable, Codable, Equatable {
    /// The name under which configuration files give the limit of all other phases.
    package static let defaultName = "default"
    /// The phases in which models are asked.
    package static let askingPhases: [Phase] = [.analyze, .plan, .implement, .review, .fix]

    /// The limit in phases without one of their own; nil for the pipeline's.
    package var standard: Int?
    /// Limits by the name of their phase.
    package var phases: [String: Int]

    /// Makes limits.
    package init(_ standard: Int?, phases: [String: Int] = [:]) {
        self.standard = standard
        self.phases = phases
    }

    /// The limit of a phase; nil when it is the pipeline's.
    package subscript(_ phase: Phase) -> Int? { phases[phase.rawValue] ?? standard }

    /// The same limits, none of them above `most`.
    package func capped(_ most: Int) -> OutputLimits {
        OutputLimits(standard.map { min($0, most) }, phases: phases.mapValues { min($0, most) })
    }

    /// The limits as an identity shows them: `16000, analyze 4000`.
    package var shown: String {
        ([standard.map { "\($0)" } ?? "pipeline"] + phases.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }).joined(separator: ", ")
    }
}
