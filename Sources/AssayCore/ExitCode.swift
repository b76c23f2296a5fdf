/// The exit codes of every command.
package enum ExitStatus: Int32, Sendable {
    case done = 0
    case negative = 1
    case inconclusive = 2
    case unavailable = 3
    case notComparable = 4
    case nothingSelected = 5
    case budgetExhausted = 6
    case usage = 64
    case malformedInput = 65
    /// An input is not there or may not be read (EX_NOINPUT).
    case missingInput = 66
    /// Results cannot be written (EX_IOERR).
    case cannotWrite = 74
    case badConfiguration = 78
    /// `sandbox run`: the command's program cannot be executed, as POSIX shells say it (sh, 2.8.2).
    case notExecuted = 127
    case interrupted = 130
}
