import AssayCore
import AssayModels
import AssayPipeline

/// Checks that the models of a file suffice to run an arm.
struct RoleCheck {
    /// The settings of the arm.
    let settings: PipelineSettings
    /// The configured models of the file, by name.
    let models: [String: any ModelSource]

    /// Throws unless every role names a configured model, with a price under a money budget, and nobody reviews their own work.
    func check(at reader: YAMLReader) throws(ConfigurationError) {
        let isMultiStep = settings.kind == .multiStep
        var needed = (isMultiStep ? Role.allCases : [.implementer]).map { (place: "the role '\($0.rawValue)'", model: settings.roles[$0.rawValue]) }
        if isMultiStep, let model = settings.escalateTo { needed.append(("escalate_to", model)) }
        for (place, model) in needed {
            guard let name = model else { throw reader.problem("no model is given for \(place)") }
            if settings.moneyPerTask != nil, settings.prices?.models[name] == nil {
                throw reader.problem("money_per_task needs a price of the model '\(name)' under prices: models")
            }
            guard models[name] != nil else {
                let known = models.keys.sorted().joined(separator: ", ")
                throw reader.problem("\(place) names the model '\(name)', which is not under models (\(known))")
            }
        }
        if settings.kind == .agent, models[settings.model(.implementer)]?.changesFiles != true {
            throw reader.problem("the kind 'agent' needs a model with provider: command as implementer")
        }
        if settings.reviewsItself {
            throw reader.problem(
                "the reviewer is the same model as the implementer, the fixer or escalate_to; name another, or set allow_self_review: true")
        }
    }
}
