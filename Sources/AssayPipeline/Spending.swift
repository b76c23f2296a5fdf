import AssayCore

/// The tokens and money that the calls of one attempt have used so far.
struct Spending {
    private let prices: PriceTable?
    private(set) var tokens = TokenUsage()
    /// The cost in the currency of the prices; nil when a model has no price.
    private(set) var money: Double? = 0

    init(prices: PriceTable?) { self.prices = prices }

    /// Counts what a call used.
    mutating func add(_ usage: TokenUsage, of model: String) {
        tokens = tokens + usage
        money = prices?.models[model].flatMap { price in money.map { $0 + price.cost(of: usage) } }
    }

    /// Counts a call without a whole answer as the most that it can have used.
    mutating func addLost(_ request: ModelRequest) { add(request.worstUsage, of: request.model) }

    /// The largest number of output tokens with which a call stays within the budgets; negative when not even its prompt does.
    func room(for request: ModelRequest, tokens most: Int, money limit: Double?) -> Int {
        let worst = request.worstUsage
        let left = most - tokens.total - worst.prompt
        guard let limit, let price = prices?.models[request.model], let money, price.output > 0 else { return left }
        let affordable = (limit - money - price.cost(of: TokenUsage(prompt: worst.prompt))) * 1e6 / price.output
        return min(left, Int(max(-1, min(affordable, 1e9)).rounded(.down)))
    }

    /// The share of the budgets that is used, 1 for all; of two budgets the one that is used more counts.
    func share(ofTokens most: Int, money limit: Double?) -> Double {
        let ofMoney = limit.flatMap { limit in money.map { limit > 0 ? $0 / limit : 1 } }
        return max(Double(tokens.total) / Double(max(1, most)), ofMoney ?? 0)
    }

    /// Whether tokens stay within a budget after the most that a call can use.
    func allows(_ request: ModelRequest, tokens most: Int) -> Bool { tokens.total + request.worstTokens <= most }

    /// Whether money stays within a budget after the most that a call can cost; never without a price.
    func allows(_ request: ModelRequest, money most: Double) -> Bool {
        guard let price = prices?.models[request.model], let money else { return false }
        return money + price.worst(of: request) <= most
    }
}
