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
    /// An output cannot be made: no permission, or no such folder (EX_CANTCREAT).
    case cannotMake = 73
    /// Output was lost while it was written: a full disk, or a closed standard output (EX_IOERR).
    case cannotWrite = 74
    case badConfiguration = 78
    /// `sandbox run`: the command's program cannot be executed, as POSIX shells say it (sh, 2.8.2).
    case notExecuted = 127
    case interrupted = 130

    /// What the code says, for programs.
    package var kind: String {
        switch self {
        case .done: "done"
        case .negative: "negative"
        case .inconclusive: "inconclusive"
        case .unavailable: "unavailable"
        case .notComparable: "not_comparable"
        case .nothingSelected: "nothing_selected"
        case .budgetExhausted: "budget_exhausted"
        case .usage: "usage"
        case .malformedInput: "malformed_input"
        case .missingInput: "missing_input"
        case .cannotMake: "cannot_make"
        case .cannotWrite: "cannot_write"
        case .badConfiguration: "bad_configuration"
        case .notExecuted: "not_executed"
        case .interrupted: "interrupted"
        }
    }

    /// What the code says, for people.
    package var words: String {
        switch self {
        case .done: "done"
        case .negative: "the verdict is negative"
        case .inconclusive: "inconclusive"
        case .unavailable: "sandbox, toolchain or model unavailable, or the run is incomplete"
        case .notComparable: "not comparable"
        case .nothingSelected: "nothing was selected"
        case .budgetExhausted: "the budget is used up; what was done is saved"
        case .usage: "wrong usage"
        case .malformedInput: "a part of the input is malformed"
        case .missingInput: "an input is not there"
        case .cannotMake: "an output cannot be made"
        case .cannotWrite: "output was lost while it was written"
        case .badConfiguration: "bad configuration"
        case .notExecuted: "the program cannot be executed"
        case .interrupted: "interrupted; what was done is saved"
        }
    }
}
