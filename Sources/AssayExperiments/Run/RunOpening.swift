/// How a run was opened: newly planned or resumed.
package enum RunOpening: Sendable, Equatable {
    /// The run is new.
    case planned
    /// The run is new because it differs from the last run of the same file.
    case another(than: String, changes: [String])
    /// An earlier run of the same experiment goes on: `open` attempts are to go, of which `begun` had been started.
    case resumed(open: Int, begun: Int)
    /// An earlier run of the same experiment has done everything.
    case finished

    /// The message about it for the user; nil for a new run.
    package func message(run: String) -> String? {
        switch self {
        case .planned: nil
        case .another(let other, let changes): "another run than \(other): \(changes.joined(separator: "; "))"
        case .resumed(let open, let begun): "resuming run \(run): \(open) attempts to go" + (begun > 0 ? ", \(begun) of them started before" : "")
        case .finished: "run \(run) has done all of this already; --new runs it again"
        }
    }
}
