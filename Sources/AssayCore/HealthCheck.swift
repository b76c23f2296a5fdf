/// A check of one thing that Assay needs, with the command that fixes it; the stable JSON of `assay doctor --json`.
package struct HealthCheck: Sendable, Codable, Equatable {
    /// Whether a part works, works with restrictions, or is missing.
    package enum State: String, Sendable, Codable { case ok, degraded, missing }

    /// The name of the part that was checked.
    package let id: String
    /// The state of the part.
    package let state: State
    /// The result of the check, in one line.
    package let detail: String
    /// The command that fixes the problem; nil when nothing has to be done.
    package let remedy: String?

    /// Makes the result of one check.
    package init(id: String, state: State, detail: String, remedy: String? = nil) {
        self.id = id
        self.state = state
        self.detail = detail
        self.remedy = remedy
    }
}
