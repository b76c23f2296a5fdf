import AssaySupport

/// Removes the text that a chat template or a thinking model puts around an answer.
enum ModelText {
    /// The answer without the tokens that end a turn and without a train of thought before it.
    static func withoutWrapping(_ answer: String) -> String {
        var text = Substring(answer)
        if let thought = text.firstMatch(of: /^\s*<think(?:ing)?>/), let end = text.ranges(of: /<\/think(?:ing)?>/).last {
            text = text[max(end.upperBound, thought.range.upperBound)...]
        }
        while let end = text.firstMatch(of: /\s*(?:<\|[\w\u{2581}]{1,40}\|>|<｜[^｜\n]{1,40}｜>|<\/s>|<eos>|<end_of_turn>)\s*$/), !end.range.isEmpty {
            text = text[..<end.range.lowerBound]
        }
        return String(text)
    }
}
