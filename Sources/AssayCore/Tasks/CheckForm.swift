/// How the checks of a task are run.
package enum CheckForm: Sendable, Equatable {
    /// A Python function judged by the split-process oracle.
    case pythonFunction(entryPoint: String, prelude: String)
    /// Several functions of one Python module, each judged as a Python function is, with a test of its own.
    case pythonModule([PythonFunction])
    /// A project that its language's toolchain profile knows how to build and test.
    case project
    /// Functions of any language, judged by what they return for plain data.
    case calls([CallFunction])
    /// A whole program, judged by what it writes to its standard output for its standard input.
    case streams
    /// One program made of a prefix, the answer and a test; `example` is the test that may be shown.
    case program(prefix: String, example: String)
    /// Files in a folder, judged by a script of the task that leaves a number: 1 for solved.
    case script(directory: String, seconds: Double)
    /// Nothing that could be run here: every candidate is `unjudgeable`, for this reason.
    case unjudgeable(reason: String)

    /// The functions that are judged by the split-process oracle; empty in every other form.
    package var pythonFunctions: [PythonFunction] {
        switch self {
        case .pythonFunction(let name, let prelude): [PythonFunction(name: name, prelude: prelude)]
        case .pythonModule(let functions): functions
        default: []
        }
    }

    /// Whether many candidates can be judged in one conversation of two Python processes.
    package var isPythonFunction: Bool { !pythonFunctions.isEmpty }
}
