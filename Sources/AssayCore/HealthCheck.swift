/// Whether one thing that Assay needs is here, and what mends it; the stable JSON of `assay doctor --json`.
package struct HealthCheck: Sendable, Codable, Equatable {
    package enum State: String, Sendable, Codable { case ok, degraded, missing }

    package let id: String
    package let state: State
    package let detail: String
    /// The one command that mends it; nil where nothing has to be done.
    package let remedy: String?

    package init(id: String, state: State, detail: String, remedy: String? = nil) {
        self.id = id
        self.state = state
        self.detail = detail
        self.remedy = remedy
    }
}
