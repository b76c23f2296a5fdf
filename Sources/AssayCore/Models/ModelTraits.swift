/// What the pipeline does differently for one model; a nil leaves it to the pipeline's settings.
///
/// What only shapes the request on the wire is no part of it: that stays with the model's client.
package struct ModelTraits: Sendable, Codable, Equatable {
    /// The limits of the answers in tokens.
    package var outputLimits: OutputLimits?
    /// The sampling temperature of all calls, retries included.
    package var temperature: Double?
    /// The part of a failed answer that the next prompt shows.
    package var retry: RetryStrategy?
    /// Whether an answer that was cut at its limit is continued by a second request.
    package var continuesCut: Bool?

    /// Makes traits; without arguments, everything is left to the pipeline.
    package init(outputLimits: OutputLimits? = nil, temperature: Double? = nil, retry: RetryStrategy? = nil, continuesCut: Bool? = nil) {
        self.outputLimits = outputLimits
        self.temperature = temperature
        self.retry = retry
        self.continuesCut = continuesCut
    }

    /// These traits, with those of a preset where they are nil.
    package func over(_ preset: ModelTraits) -> ModelTraits {
        var limits = outputLimits ?? preset.outputLimits
        if let own = outputLimits, let theirs = preset.outputLimits {
            // A limit for all phases replaces the preset's smaller ones of single phases too.
            limits = own.standard == nil ? OutputLimits(theirs.standard, phases: theirs.phases.merging(own.phases) { $1 }) : own
        }
        return ModelTraits(
            outputLimits: limits, temperature: temperature ?? preset.temperature, retry: retry ?? preset.retry,
            continuesCut: continuesCut ?? preset.continuesCut)
    }

    /// The traits by the names of their configuration keys, as an identity shows them.
    package var shown: [String: String] {
        var parts: [String: String] = [:]
        parts["max_output_tokens"] = outputLimits?.shown
        parts["fixed temperature"] = temperature.map { "\($0)" }
        parts["retry"] = retry?.rawValue
        parts["continue_cut"] = continuesCut == true ? "true" : nil
        return parts
    }
}
