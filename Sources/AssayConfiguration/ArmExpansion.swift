package import AssayCore
package import AssayPipeline

/// Derives more arms from those that a file names: one without each phase, or one for each choice of models.
package enum ArmExpansion {
    /// An arm: its name, which is only a label, and its pipeline settings.
    package typealias Arm = (name: String, settings: PipelineSettings)

    /// A phase of the multi-step pipeline that an ablation switches off to measure what it contributes.
    package enum Ablation: String, CaseIterable {
        case analyze, plan, critique, review, fix, escalation

        /// Returns the settings without this phase; nil when the arm does not use it anyway.
        package func applied(to settings: PipelineSettings) -> PipelineSettings? {
            var settings = settings
            let before = settings
            switch self {
            case .analyze: settings.analyze = false
            case .plan: settings.plan = false
            case .critique: settings.critique = false
            case .review: settings.review = false
            case .fix: settings.maxFixRounds = 0
            case .escalation: settings.escalateTo = nil
            }
            return settings == before ? nil : settings
        }
    }

    /// Returns the arm unchanged, which is the baseline, and one variant without each phase that it uses.
    package static func ablations(of arm: Arm) -> [Arm] {
        [arm] + Ablation.allCases.compactMap { phase in phase.applied(to: arm.settings).map { ("\(arm.name)-without-\(phase.rawValue)", $0) } }
    }

    /// Returns one arm for each combination of one model per role, in the order in which roles and models are named.
    ///
    /// Combinations in which a model would review its own work are left out, and so are roles that the arm never asks,
    /// since they would only repeat another combination.
    package static func matrix(_ arm: Arm, over roles: [(role: Role, models: [String])]) -> [Arm] {
        var combinations: [[(Role, String)]] = [[]]
        for (role, models) in roles where arm.settings.asks(role) {
            combinations = combinations.flatMap { chosen in models.map { chosen + [(role, $0)] } }
        }
        return combinations.compactMap { chosen in
            guard !chosen.isEmpty else { return arm }
            var settings = arm.settings
            for (role, model) in chosen { settings.roles[role.rawValue] = model }
            guard !settings.reviewsItself else { return nil }
            return (([arm.name] + chosen.map { "\($0.0.rawValue)=\($0.1)" }).joined(separator: ","), settings)
        }
    }
}
