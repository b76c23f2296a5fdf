import AssayCore

/// The part of an answer received so far.
struct StreamedAnswer {
    var text = ""
    var model: String?
    var usage = TokenUsage()
    /// stop, length, refusal, or the provider's own word.
    var finish: String?
    /// Whether the server closed the answer properly.
    var ended = false
    /// Whether the server gave up for now.
    var overloaded = false
}
