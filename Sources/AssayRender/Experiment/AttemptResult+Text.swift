import AssayCore

extension AttemptResult {
    /// The verdict as reports write it; empty where there is none.
    var verdictText: String { verdict?.rawValue ?? "" }
    /// The assurance tier as reports write it; empty where there is none.
    var tierText: String { tier?.rawValue ?? "" }
}
