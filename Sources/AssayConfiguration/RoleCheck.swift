import AssayCore
import AssayModels
import AssayPipeline

/// Checks that an arm can be run with the models that the file has.
struct RoleCheck {
    let settings: PipelineSettings
    let models: [String: any ModelSource]

    /// Every role must name a configured model, with a price where money is limited; a reviewer must not review itself.
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
