package import AssayCore
package import AssayPipeline

/// More arms from those that a file names: each phase off, and each choice of models in each role.
package enum ArmExpansion {
    package typealias Arm = (name: String, settings: PipelineSettings)

    /// What can be taken away from multi-step to see what it was worth.
    package enum Ablation: String, CaseIterable {
        case analyze, plan, critique, review, fix, escalation

        /// Nil where the arm does without it already.
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

    /// The arm as it is, which the others are held against, and once without each of the phases that it has.
    package static func ablations(of arm: Arm) -> [Arm] {
        [arm] + Ablation.allCases.compactMap { phase in phase.applied(to: arm.settings).map { ("\(arm.name)-without-\(phase.rawValue)", $0) } }
    }

    /// Every choice of one model a role, in the order in which the roles and models are named.
    ///
    /// Left out are choices in which a model would review itself, and those that differ from another only in a role
    /// which the arm never asks.
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
