import AssaySupport

/// The runner that the attempts of a run share; when the harness broke under it, the next attempt makes another one for all.
///
/// An actor, because attempts are made at once.
actor SharedRunner {
    private var runner: AttemptRunner
    /// How many runners there have been before this one.
    private var number = 0
    private var isBroken = false
    private let renewals = OncePerKey<AttemptRunner> { _ in false }

    init(_ runner: AttemptRunner) { self.runner = runner }

    /// Returns the runner with its number; a broken one is replaced first, once for all who ask.
    func current() async throws -> (runner: AttemptRunner, number: Int) {
        while isBroken {
            let (broken, before) = (runner, number)
            let renewed = try await renewals.value(for: "\(before)") { try await broken.renewed() }
            // Another caller may have put it in place meanwhile.
            if number == before { (runner, number, isBroken) = (renewed, before + 1, false) }
        }
        return (runner, number)
    }

    /// Marks the runner of this number as broken, unless there is another one already.
    func broke(_ number: Int) { if number == self.number { isBroken = true } }
}
