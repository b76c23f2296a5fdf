package import AssayCore

/// The kind of pipeline.
package enum PipelineKind: String, Sendable, Codable, CaseIterable {
    /// One answer without feedback.
    case singlePass = "single-pass"
    /// Several answers, until one passes the visible checks.
    case bestOfN = "best-of-n"
    /// Analysis, plan, implementation, review and fix rounds.
    case multiStep = "multi-step"
    /// A command, such as an agent, that gets the files of the task in a folder and changes them.
    case agent
}

/// The first step of the multi-step pipeline.
package enum Beginning: String, Sendable, Codable, CaseIterable {
    /// Analysis and plan, whatever the task.
    case plan
    /// The plain answer; analysis and plan only where its checks fail.
    case answer
}

/// The unit in which the multi-step pipeline writes.
package enum UnitsOfWork: String, Sendable, Codable, CaseIterable {
    /// Symbols where the task names several, otherwise files.
    case auto
    /// Files, in the stages of a plan.
    case files
    /// Symbols, also where the task names only one.
    case symbols
}

/// The choice among answers for one symbol that all pass its visible checks.
package enum Selection: String, Sendable, Codable, CaseIterable {
    /// The first one; no more are asked for.
    case first
    /// One of the largest group that agrees on what further calls return.
    case agreement
}

/// The settings of one arm.
package struct PipelineSettings: Sendable, Codable, Equatable {
    /// The kind of the pipeline.
    package var kind: PipelineKind = .multiStep
    /// Configured model names by role.
    package var roles: [String: String]
    /// Whether the analyst is asked before the implementer.
    package var analyze = true
    /// Whether a plan of several steps is made.
    package var plan = true
    /// Whether another model searches the plan for gaps.
    package var critique = false
    /// Whether another model reviews the code; off by default, as measurements showed no gain (`benchmarks/results`).
    package var review = false
    /// Whether the pipeline begins with a plan or with an answer.
    package var begin: Beginning = .plan
    /// The largest number of fix rounds.
    package var maxFixRounds = 3
    /// The number of fix rounds without progress after which the loop ends; nil for no such end.
    package var patience: Int?
    /// A stronger model that fixes in the last round; nil for none.
    package var escalateTo: String?
    /// The unit in which the multi-step pipeline writes.
    package var units: UnitsOfWork = .auto
    /// The largest number of answers for one symbol.
    package var stageSamples = 6
    /// The choice among answers for one symbol that pass its checks.
    package var select: Selection = .first
    /// The number of answers of a best-of-n pipeline.
    package var samples = 3
    /// The part of a failed answer that the fix prompt shows.
    package var retry: RetryStrategy = .hideCode
    /// The findings of linters that keep a change from being done.
    package var blocking = BlockingRules()
    /// The number of times that an agent is asked, with the report on its last change.
    package var rounds = 1
    /// How much prompts say; nil: everything to a model that is shown its own failed code, else little.
    package var style: PromptStyle?
    /// Whether a model may review its own answers.
    package var allowSelfReview = false
    /// Characters of context are cut to about this many tokens.
    package var contextTokens = 5000
    /// The largest number of tokens of one completion.
    package var maxTokens = 900
    /// The sampling temperature of first answers.
    package var temperature = 0.0
    /// The sampling temperature of fix rounds and of samples after the first.
    package var retryTemperature = 0.7
    /// Tokens that one task may use; checked before each call with the worst case.
    package var tokensPerTask = 40000

    /// The prices of the models; nil when they are unknown.
    package var prices: PriceTable?
    /// Money that one task may cost; checked before each call with the worst case.
    package var moneyPerTask: Double?
    /// The edit format by configured model name, where it is not `whole`.
    package var editFormats: [String: EditFormat]?
    /// How models are asked, by configured name; a model that is missing is asked as the pipeline says.
    package var models: [String: ModelTraits]?
    /// Whether `contextTokens` is replaced by what fits into the models' context windows; nil for no.
    package var contextFollowsWindow: Bool?

    /// The prompt templates, some of which the user may have replaced.
    package var prompts = Prompts()

    /// Makes default settings with a model for each role.
    package init(roles: [String: String]) { self.roles = roles }

    /// The edit format for the model of a role.
    package func editFormat(_ role: Role) -> EditFormat { editFormats?[model(role)] ?? .whole }

    /// The models that write code; a reviewer must be another model.
    package var writers: [String] { [model(.implementer), model(.fixer)] + (escalateTo.map { [$0] } ?? []) }

    /// Whether a model would review what it wrote, without having been allowed to.
    package var reviewsItself: Bool {
        kind == .multiStep && (review || critique) && !allowSelfReview && writers.contains(model(.reviewer))
    }

    /// Whether the arm ever asks the model of a role.
    package func asks(_ role: Role) -> Bool {
        guard kind == .multiStep else { return role == .implementer }
        return switch role {
        case .implementer: true
        case .planner: plan
        case .fixer: maxFixRounds > 0
        case .reviewer: review || critique
        case .analyst: analyze || review
        }
    }

    /// The configured models that the arm asks.
    package var asked: Set<String> { Set(Role.allCases.filter(asks).map(model) + (escalateTo.map { [$0] } ?? [])) }

    /// How much the prompts of a role say.
    package func style(_ role: Role) -> PromptStyle { style ?? (retry(role) == .showCode ? .full : .small) }

    /// What a role is told of what fails at a task.
    package func failureText(_ report: ReviewReport, of brief: TaskBrief, for role: Role) -> String {
        style(role) == .full ? FailureText.whole(report, tests: TestCode(brief)) : FailureText.describe(report)
    }

    /// The model of a role.
    package func model(_ role: Role) -> String { roles[role.rawValue] ?? "" }
}
