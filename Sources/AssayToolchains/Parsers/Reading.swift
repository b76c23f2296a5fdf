package import AssayCore

/// What a tool said about the candidate's code.
package struct Diagnostic: Equatable {
    package var rule: String
    package var severity: Severity
    package var message: String
    package var path: String?
    package var line: Int?
    package var column: Int?
    package var notes: [String] = []
    /// What the tool proposes, in words or as the replacing text.
    package var fixes: [String] = []
}

/// What was read of one command's output.
package struct Reading {
    package var diagnostics: [Diagnostic] = []
    package var outcomes = TestOutcomes()
    /// Test programs that a build left, as it named them.
    package var artifacts: [String] = []
}

/// The machine formats that profiles may name.
package enum ReaderName: String, Codable, Sendable {
    case gccJSON = "gcc-json"
    case cargoJSON = "cargo-json"
    case javac, shellcheck, sarif, tap, junit, ctest, program, none
    case goText = "go-text"
    case goTestJSON = "go-test-json"
    case libtestJSON = "libtest-json"
    case nodeCheck = "node-check"
    case shellText = "shell-text"
    case testEvents = "test-events"
    case serializedDiagnostics = "serialized-diagnostics"
    case compilerText = "compiler-text"
    case swiftTesting = "swift-testing"
    case xctest
    case lizard, pytest, ruff, mypy, pyright
    case pythonSyntax = "python-syntax"

    /// Reads what a command printed, and the file of results that it left if its step names one; `name`
    /// is the test that the command is about, if it is about one.
    package func read(_ result: SandboxResult, results: String = "", name: String, nonce: String) -> Reading {
        switch self {
        case .gccJSON: Reading(diagnostics: GccJSON.read(result.errorText + "\n" + result.outputText))
        case .cargoJSON: RustJSON.read(result.outputText + "\n" + result.errorText)
        case .javac: Reading(diagnostics: JavacText.read(result.outputText + "\n" + result.errorText))
        case .goText: Reading(diagnostics: GoText.read(result.outputText + "\n" + result.errorText))
        case .nodeCheck: Reading(diagnostics: NodeCheckText.read(result.errorText))
        case .shellText: Reading(diagnostics: ShellText.read(result.errorText))
        case .shellcheck: Reading(diagnostics: ShellcheckJSON.read(result.outputText))
        case .sarif: Reading(diagnostics: SarifResults.read(result.outputText))
        case .goTestJSON: Reading(outcomes: GoTestJSON.read(result.outputText))
        case .libtestJSON: Reading(outcomes: LibtestJSON.read(result.outputText))
        case .testEvents: Reading(outcomes: TestEvents.read(result.outputText, nonce: nonce))
        case .tap: Reading(outcomes: TapText.read(result.outputText))
        case .junit: Reading(outcomes: JUnitXML.read(results))
        case .ctest: Reading(outcomes: CTestText.read(result.outputText))
        case .program: Reading(outcomes: ProgramEnd.read(result, name: name))
        case .serializedDiagnostics: SerializedDiagnostics.read(result.outputText)
        case .compilerText: Reading(diagnostics: CompilerText.read(result.errorText))
        case .swiftTesting: Reading(outcomes: SwiftTestingEvents.read(results))
        case .xctest: Reading(outcomes: XCTestText.read(result.outputText + "\n" + result.errorText))
        case .lizard: Reading(diagnostics: LizardText.read(result.outputText))
        case .pytest: Reading(outcomes: PytestEvents.read(result.outputText, nonce: nonce))
        case .pythonSyntax: Reading(diagnostics: PythonSyntax.read(result.outputText))
        case .ruff: Reading(diagnostics: RuffJSON.read(result.outputText))
        case .mypy: Reading(diagnostics: MypyJSON.read(result.outputText))
        case .pyright: Reading(diagnostics: PyrightJSON.read(result.outputText))
        case .none: Reading()
        }
    }

    /// A path as the candidate's tree names it.
    package static func relative(_ path: String) -> String {
        if path.hasPrefix("/w/") { return String(path.dropFirst(3)) }
        return path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    }
}
