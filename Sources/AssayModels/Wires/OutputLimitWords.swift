/// What servers say of a limit of output tokens that they refuse.
enum OutputLimitWords {
    /// An answer of fewer tokens is of no use.
    private static let least = 256

    /// Another name for the limit, or a smaller one; nil when a message, in lower case, is about something else.
    static func change(_ message: String, _ shape: RequestShape, sent limit: Int) -> ShapeChange? {
        if let room = room(message), room < limit { return room >= least ? .fit(room) : nil }
        guard RequestParameter.limit.names.contains(where: message.contains), !message.contains("budget_tokens") else { return nil }
        let own = shape.limitName
        if message.contains(own.other.rawValue), message.contains("instead") { return .rename(own.other) }
        if let cap = cap(message, below: limit) { return .cap(cap) }
        guard message.contains(own.rawValue),
            ["unsupported", "unknown", "unrecognized", "not supported", "not permitted", "unexpected"].contains(where: message.contains)
        else { return nil }
        return .rename(own.other)
    }

    /// The tokens that a prompt leaves in a context window (vLLM, OpenAI); nil when the message tells no such thing.
    private static func room(_ message: String) -> Int? {
        guard let window = message.firstMatch(of: /maximum context length (?:is|of) (\d+)/).flatMap({ Int($0.1) }),
            let prompt = message.firstMatch(of: /(\d+) (?:input tokens|tokens? from the input|in the messages|in your prompt|of text input)/).flatMap({
                Int($0.1)
            })
        else { return nil }
        return window - prompt
    }

    /// The largest limit that a message names, below the one that was sent.
    private static func cap(_ message: String, below limit: Int) -> Int? {
        let patterns = [
            /at most (\d+)/, /> (\d+), which is the maximum/, /less than or equal to (\d+)/, /\[\s*1\s*,\s*(\d+)\s*\]/,
            /maximum (?:value|allowed)[^0-9]{0,40}(\d+)/,
        ]
        if let found = patterns.lazy.compactMap({ message.firstMatch(of: $0).flatMap { Int($0.1) } }).first(where: { $0 >= least && $0 < limit }) {
            return found
        }
        // Google gives the first value that is too large.
        let exclusive = message.firstMatch(of: /to (\d+) \(exclusive\)/).flatMap { Int($0.1) }
        return exclusive.flatMap { $0 - 1 >= least && $0 - 1 < limit ? $0 - 1 : nil }
    }
}
