/// How a run of an experiment came to be opened.
package enum RunOpening: Sendable, Equatable {
    /// It was planned just now.
    case planned
    /// It was planned just now, and the last run of the same file was another one.
    case another(than: String, changes: [String])
    /// An earlier run of the same experiment goes on: `open` attempts are to go, of which `begun` had been started.
    case resumed(open: Int, begun: Int)
    /// An earlier run of the same experiment has done everything.
    case finished

    /// What to tell of it; nothing of a new run.
    package func message(run: String) -> String? {
        switch self {
        case .planned: nil
        case .another(let other, let changes): "another run than \(other): \(changes.joined(separator: "; "))"
        case .resumed(let open, let begun): "resuming run \(run): \(open) attempts to go" + (begun > 0 ? ", \(begun) of them started before" : "")
        case .finished: "run \(run) has done all of this already; --new runs it again"
        }
    }
}
