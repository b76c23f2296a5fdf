/// The prices of a model, per million tokens.
package struct Price: Sendable, Codable, Equatable {
    /// The price of a million prompt tokens.
    package let input: Double
    /// The price of a million prompt tokens that the provider read from its cache.
    package let cached: Double
    /// The price of a million completion tokens.
    package let output: Double

    /// Makes a price; without `cached`, cached tokens cost as much as others.
    package init(input: Double, cached: Double? = nil, output: Double) {
        self.input = input
        self.cached = cached ?? input
        self.output = output
    }

    /// The money that a call cost.
    package func cost(of usage: TokenUsage) -> Double {
        let fresh = max(0, usage.prompt - usage.cached)
        return (Double(fresh) * input + Double(usage.cached) * cached + Double(usage.completion) * output) / 1e6
    }

    /// The highest possible cost of a call: nothing cached and the longest answer.
    package func worst(of request: ModelRequest) -> Double {
        cost(of: request.worstUsage)
    }
}

/// Prices by configured model name, which the user takes from the provider.
package struct PriceTable: Sendable, Codable, Equatable {
    /// A name for this version of the prices, for example the date of the provider's list.
    package let version: String
    /// The currency of all prices (ISO 4217).
    package let currency: String
    /// The price of each model by its name.
    package var models: [String: Price]

    /// Makes a price list.
    package init(version: String, currency: String, models: [String: Price]) {
        self.version = version
        self.currency = currency
        self.models = models
    }

    /// The total cost of tokens of several models; nil when one of them has no price.
    package func cost(of usage: [String: TokenUsage]) -> Double? {
        var sum = 0.0
        for (model, tokens) in usage {
            guard let price = models[model] else { return nil }
            sum += price.cost(of: tokens)
        }
        return sum
    }
}
