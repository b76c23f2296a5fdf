import AssayCore
import AssaySupport

/// One fenced code block of an answer.
struct FencedBlock: Equatable {
    /// The file that it holds, as the line before it or its own info string says; nil where neither does.
    var path: String?
    /// The lines of the block, each with "\n" at its end.
    var code: String
}
