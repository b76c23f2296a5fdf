import ArgumentParser
import FoundationEssentials

/// How much of a run is done at once.
struct JobsOption: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: "Verifications at a time; attempts that wait for a model come on top. 1 makes one attempt after another (default: the processors).")
    var jobs = min(256, ProcessInfo.processInfo.activeProcessorCount)

    func validate() throws {
        guard (1...256).contains(jobs) else { throw ValidationError("--jobs is 1 to 256") }
    }
}
