package import AssayCore

/// A diagnostic of a compiler or linter about the candidate's code.
package struct Diagnostic: Equatable {
    /// The tool and its rule, as `ruff.F401`.
    package var rule: String
    /// The severity that the tool gives.
    package var severity: Severity
    /// The message of the tool.
    package var message: String
    /// The file, as the candidate's tree names it.
    package var path: String?
    /// The line, from 1.
    package var line: Int?
    /// The column, from 1.
    package var column: Int?
    /// Additional notes of the tool.
    package var notes: [String] = []
    /// Fixes that the tool proposes, as descriptions or replacement texts.
    package var fixes: [String] = []
    /// Edits that together mend it, where the tool says their places.
    package var edits: [TextEdit] = []
    /// Other places that belong to it.
    package var related: [RelatedPlace] = []
}

extension [TextEdit] {
    /// The edits of a tool's parts; none where one of them cannot be read, as a part of a fix mends nothing.
    init<Part>(all parts: [Part], _ edit: (Part) -> TextEdit?) {
        let edits = parts.compactMap(edit)
        self = edits.count == parts.count ? edits : []
    }
}

/// The parsed output of one command.
package struct ParsedOutput {
    /// The diagnostics about the code.
    package var diagnostics: [Diagnostic] = []
    /// The outcomes of the tests.
    package var outcomes = TestOutcomes()
    /// Test programs that a build left, as it named them.
    package var artifacts: [String] = []
}

/// The output formats that profiles may name, each read by the type of the same name in `Parsers/`.
package enum OutputParser: String, Codable, Sendable {
    case gccJSON = "gcc-json"
    /// Any tool that prints `path:line:column: error: message`, on either stream.
    case gccText = "gcc-text"
    /// The output of `cargo build` and `rustc` with `--message-format=json`: diagnostics and built programs, never test results.
    case cargoBuildJSON = "cargo-json"
    /// A command that says by its status alone how all tests came out.
    case exitCode = "exit-code"
    case javac, shellcheck, sarif, tap, junit, ctest, program, none
    case goText = "go-text"
    case goTestJSON = "go-test-json"
    /// The output of a Rust test program with `--format json` (libtest): the results of `cargo test`.
    case cargoTestJSON = "libtest-json"
    /// The output of `cargo test -- --format json` with cargo's own lines, which say whose tests follow.
    case cargoProject = "cargo-test"
    case nodeCheck = "node-check"
    /// The output of the script `test` of a package.json: our reporter's events, TAP, or no more than how it ended.
    case nodeProject = "node-project"
    case shellText = "shell-text"
    case testEvents = "test-events"
    case serializedDiagnostics = "serialized-diagnostics"
    case compilerText = "compiler-text"
    case swiftTesting = "swift-testing"
    case xctest
    /// What `make test` or another command of a project prints, by the runners that it starts.
    case projectOutput = "project-output"
    /// The output of our driver of scripts, each a part: by the runner that a script starts, else it is one test.
    case scripts
    /// The `testlog.json` of Meson.
    case meson
    /// As `junit`, with tests named by their classes too; several reports may follow each other.
    case junitProject = "junit-project"
    /// As `swift-testing` and `xctest`, with tests named by their suites too.
    case swiftTestingProject = "swift-testing-project", xctestProject = "xctest-project"
    case lizard, pytest, ruff, mypy, pyright
    case pythonSyntax = "python-syntax"

    /// Reads what a command printed, and the file of results that it left if its step names one; `name`
    /// is the test that the command is about, if it is about one.
    package func read(_ result: SandboxResult, results: String = "", name: String, nonce: String) -> ParsedOutput {
        var output = parse(result, results, name: name, nonce: nonce)
        if isOfTests { output.outcomes.explain(result, statusWithoutTests: statusWithoutTests) }
        return output
    }

    /// Whether it reads how tests came out, test by test.
    private var isOfTests: Bool {
        switch self {
        case .tap, .junit, .junitProject, .projectOutput, .scripts, .meson, .ctest, .goTestJSON, .cargoTestJSON, .cargoProject, .nodeProject, .testEvents,
            .swiftTesting, .swiftTestingProject, .xctest,
            .xctestProject, .pytest:
            true
        default: false
        }
    }

    /// The status by which a runner says that it found no test to run.
    private var statusWithoutTests: Int? {
        switch self {
        // `ExitCode.NO_TESTS_COLLECTED` of pytest.
        case .pytest: 5
        // `EXIT_NO_TESTS_FOUND` of Swift Testing, which is EX_UNAVAILABLE.
        case .swiftTesting, .swiftTestingProject: 69
        default: nil
        }
    }

    private func parse(_ result: SandboxResult, _ results: String, name: String, nonce: String) -> ParsedOutput {
        switch self {
        case .gccJSON: ParsedOutput(diagnostics: GccJSON.read(result.errorText + "\n" + result.outputText))
        case .cargoBuildJSON: CargoBuildJSON.read(result.outputText + "\n" + result.errorText)
        case .gccText: ParsedOutput(diagnostics: GccText.read(result.outputText + "\n" + result.errorText))
        case .javac: ParsedOutput(diagnostics: JavacText.read(result.outputText + "\n" + result.errorText))
        case .goText: ParsedOutput(diagnostics: GoBuildText.read(result.outputText + "\n" + result.errorText))
        case .nodeCheck: ParsedOutput(diagnostics: NodeCheckText.read(result.errorText))
        case .shellText: ParsedOutput(diagnostics: BashSyntaxText.read(result.errorText))
        case .shellcheck: ParsedOutput(diagnostics: ShellcheckJSON.read(result.outputText))
        case .sarif: ParsedOutput(diagnostics: SarifResults.read(result.outputText))
        case .goTestJSON: ParsedOutput(outcomes: GoTestJSON.read(result.outputText))
        case .cargoTestJSON: ParsedOutput(outcomes: CargoTestJSON.read(result.outputText))
        case .cargoProject: ParsedOutput(outcomes: CargoProjectText.read(result.outputText))
        case .nodeProject: ParsedOutput(outcomes: NodeProjectText.read(result, nonce: nonce))
        case .testEvents: ParsedOutput(outcomes: TestEvents.read(result.outputText, nonce: nonce))
        case .tap: ParsedOutput(outcomes: TapText.read(result.outputText))
        case .junit: ParsedOutput(outcomes: JUnitXML.read(results))
        case .junitProject: ParsedOutput(outcomes: JUnitXML.read(all: results))
        case .projectOutput: ParsedOutput(outcomes: ProjectText.read(result, name: name))
        case .scripts: ParsedOutput(outcomes: TestParts.scripts(result, nonce: nonce))
        case .meson: ParsedOutput(outcomes: MesonTestJSON.read(results))
        case .ctest: ParsedOutput(outcomes: CTestText.read(result.outputText))
        case .program: ParsedOutput(outcomes: ProgramEnd.readProgram(result, name: name))
        case .exitCode: ParsedOutput(outcomes: ProgramEnd.read(result, ofTests: name))
        case .serializedDiagnostics: SerializedDiagnostics.read(result.outputText)
        case .compilerText: ParsedOutput(diagnostics: SwiftFormatText.read(result.errorText))
        case .swiftTesting: ParsedOutput(outcomes: SwiftTestingEvents.read(results))
        case .swiftTestingProject: ParsedOutput(outcomes: SwiftTestingEvents.read(results, withSuites: true))
        case .xctest: ParsedOutput(outcomes: XCTestText.read(result.outputText + "\n" + result.errorText))
        case .xctestProject: ParsedOutput(outcomes: XCTestText.read(result.outputText + "\n" + result.errorText, withClasses: true))
        case .lizard: ParsedOutput(diagnostics: LizardText.read(result.outputText))
        case .pytest: ParsedOutput(outcomes: PytestEvents.read(results.isEmpty ? result.outputText : results, nonce: nonce))
        case .pythonSyntax: ParsedOutput(diagnostics: PythonSyntaxLines.read(result.outputText))
        case .ruff: ParsedOutput(diagnostics: RuffJSON.read(result.outputText))
        case .mypy: ParsedOutput(diagnostics: MypyJSON.read(result.outputText))
        case .pyright: ParsedOutput(diagnostics: PyrightJSON.read(result.outputText))
        case .none: ParsedOutput()
        }
    }

    /// A path as the candidate's tree names it.
    package static func relative(_ path: String) -> String {
        if path.hasPrefix("/w/") { return String(path.dropFirst(3)) }
        return path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    }
}
