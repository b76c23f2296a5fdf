import AssayCore
import AssaySupport
import Synchronization

/// Parts of the input that could not be read: told at once, and by the exit code once everything else is done.
enum MalformedInput {
    /// How many are told one by one.
    private static let most = 20
    private static let told = Mutex(false)

    /// Says what is wrong with some lines or entries; none is no news.
    static func tell(_ errors: [InputError], of what: String) {
        guard !errors.isEmpty else { return }
        told.withLock { $0 = true }
        for error in errors.prefix(most) { Console.error("error: \(error)") }
        if errors.count > most { Console.error("and \(errors.count - most) more") }
        Console.error("\(errors.count) lines of the \(what) cannot be used and are left out")
    }

    /// The exit code of a command that would end with another: results of a part of the input are never a success.
    static func status(_ status: ExitStatus) -> ExitStatus {
        let isOutdone = [.done, .negative, .inconclusive, .nothingSelected].contains(status)
        return isOutdone && told.withLock({ $0 }) ? .malformedInput : status
    }
}
