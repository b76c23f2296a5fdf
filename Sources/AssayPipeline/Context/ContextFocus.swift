/// What a prompt about a repository looks at beside the task's own words; it changes while the work goes on.
package struct ContextFocus: Sendable, Equatable {
    /// The files that the analyst named, or that a stage is about, the most important first.
    package var named: [String] = []
    /// The checks that fail now, in words, with what they printed; empty when that is not known or already in the statement.
    package var failing = ""

    /// Makes a focus on nothing but the task.
    package init(named: [String] = [], failing: String = "") {
        self.named = named
        self.failing = failing
    }
}
