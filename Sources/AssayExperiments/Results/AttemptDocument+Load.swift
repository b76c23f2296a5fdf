package import AssayCore
import AssayPipeline
import AssayRepositories
package import AssayStore
import AssaySupport

extension AttemptDocument {
    /// Reads every step of one stored attempt.
    package static func load(
        _ attempt: AttemptRecord, of run: String, from store: Store
    ) throws(HarnessError) -> AttemptDocument {
        let prices = try store.settings(of: run)[attempt.key.arm]?.prices
        return AttemptDocument(
            run: run, key: attempt.key, result: attempt.result,
            steps: try store.events(of: attempt.id).map { Step($0, prices: prices) },
            patch: try store.patch(of: attempt.id))
    }

    /// Adds to each round what it changed against the one before; nothing where git is not there.
    package mutating func compareRounds() async {
        var before: FileTree?
        for index in steps.indices {
            guard let files = steps[index].files else { continue }
            if let before, before != files { steps[index].difference = try? await GitRepository.patch(from: before, to: files) }
            before = files
        }
    }
}

extension AttemptDocument.Step {
    /// Reads what belongs to an event; what cannot be decoded is left out.
    init(_ event: EventRecord, prices: PriceTable?) {
        func decoded<Value: Decodable>(_ type: Value.Type, _ text: String?) -> Value? {
            text.flatMap { try? JSON.decode(type, $0) }
        }
        self.init(
            phase: event.phase, note: event.note, spentTokens: event.usage, end: event.end,
            seconds: event.seconds, error: event.error,
            asked: decoded(ModelRequest.self, event.request)?.messages ?? [], reply: event.reply, model: event.model,
            report: decoded(ReviewReport.self, event.report),
            files: decoded(Candidate.self, event.candidate)?.files)
        if let prices, let model = event.model, let spent = prices.cost(of: [model: event.usage]) {
            cost = (event.usage.estimated > 0 ? "≈" : "") + "\(Text.decimal(spent, 6)) \(prices.currency)"
        }
    }
}
