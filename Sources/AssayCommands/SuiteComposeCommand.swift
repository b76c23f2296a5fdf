import ArgumentParser
import AssayAdmission
import AssayCore
import AssaySuites
import AssaySupport
import AssayVerify

extension SuiteCommand {
    /// `assay suite compose`.
    struct Compose: VerbosityCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes tasks of several functions in one module from a suite of Python functions.",
            discussion: """
                Each task is a module of K functions with their docstrings. Its visible checks are the examples of the docstrings, its hidden
                checks the tests of the functions, each named by its function. The same suite, size and seed give the same bytes.
                Functions whose references fail their own checks, and those that cannot share a module, are left out and named.

                Example:
                  assay suite compose humaneval.jsonl --every 2 --size 4 --seed 1 -o humaneval-4.jsonl
                  assay suite validate humaneval-4.jsonl --mutants 0
                """)

        @Argument(help: "A suite of Python functions: HumanEval, EvalPlus or MBPP in JSON Lines.") var suite: String
        @Option(help: "The number of functions in a module.") var size: Int
        @Option(help: "The seed of the draw.") var seed: UInt64 = 1
        @Option(help: "Only these task ids (repeatable).") var task: [String] = []
        @Option(help: "Only every N-th task of the suite, from the first on.") var every = 1
        @Option(name: .shortAndLong, help: "The suite file to write, in JSON Lines.") var output: String
        @OptionGroup var choice: SandboxChoice

        @OptionGroup var verbosity: VerbosityOptions

        func validate() throws {
            guard (1...64).contains(size) else { throw ValidationError("--size is a number from 1 to 64, not \(size)") }
            guard every >= 1 else { throw ValidationError("--every is a number from 1 on, not \(every)") }
        }

        func run() async throws {
            let loaded = try SuiteLoader.load(suite)
            MalformedInput.tell(loaded.malformed, of: "suite")
            try Files.checkWritable(output)
            let tasks = loaded.tasks.enumerated().filter { $0.offset.isMultiple(of: every) && (task.isEmpty || task.contains($0.element.id)) }.map(\.element)
            guard !tasks.isEmpty else {
                Console.error("\(suite): no task is named \(task.joined(separator: ", "))")
                throw CommandStatus(code: .nothingSelected)
            }
            let sandbox = try choice.sandbox()
            let functions = tasks.filter(\.form.isPythonFunction)
            let check = try await Interruption.run {
                try await ReferenceCheck(functions, VerificationContext.open(for: functions, sandbox: sandbox, note: { Console.error($0) }))
            }
            let composition = try SuiteComposition(tasks.filter { !$0.form.isPythonFunction } + check.tasks, size: size, seed: seed)
            let leftOut = check.faults.sorted { $0.key < $1.key }.map { SuiteComposition.LeftOut(task: $0.key, reason: $0.value) } + composition.leftOut
            for one in leftOut { Console.error("left out: \(TerminalText.line(one.task)): \(one.reason)") }
            guard !composition.lines.isEmpty else { throw InputError(suite, "holds too few functions that can share a module of \(size)") }
            try Files.write(composition.lines.map { $0 + "\n" }.joined(), to: output)
            Console.print("\(output): \(composition.lines.count) modules of \(size) from \(tasks.count) functions, \(leftOut.count) left out")
            if check.contradictions > 0 { Console.print("\(check.contradictions) examples of docstrings contradict the reference and are no checks") }
            if composition.withoutExamples > 0 {
                Console.print("\(composition.withoutExamples) functions of the modules have no example that is a check")
            }
        }
    }
}
