extension Glossary {
    /// The classes of failures in results files.
    static let failures = [
        Explanation("assertion", .failure, "A test's assertion did not hold: the code gave another value than expected."),
        Explanation("exception", .failure, "The code raised an error, or a test failed in another way than by an assertion."),
        Explanation("compile", .failure, "The code does not build."),
        Explanation("crash", .failure, "The process died."),
        Explanation("resource", .failure, "A limit of memory, processes, output or disk was reached."),
        Explanation("tampering", .failure, "The code seems to influence its own judgement."),
    ]

    /// The rules that Assay itself has names for.
    static let rules = behaviour + loading + integrity + tests + tools

    private static func rule(_ name: String, _ meaning: String, _ advice: String? = nil) -> Explanation {
        Explanation(name, .rule, meaning, advice: advice)
    }

    private static let behaviour = [
        rule("assertion", "A value differs from what the check expects.", "compare 'expected' and 'got' of the finding"),
        rule("expectation", "A test failed; its runner says in what.", "the finding's message has the runner's words"),
        rule("exception", "The code raised an error where a value was expected.", "the message names the error and the call"),
        rule("type", "A call returned a value of another type than the task's interface says."),
        rule("load", "The delivered code cannot be loaded, so nothing in it could be called."),
        rule("crashed", "The process ended before it answered or before a test was done.", "the finding names the signal or the exit status"),
        rule("hung", "A test had not ended when a limit of time was reached.", "look for an endless loop or a wait for something that never comes"),
        rule("reward", "The task's own script wrote a reward below the one that counts as solved."),
    ]

    private static let loading = [
        rule("build", "The build failed and named no place.", "repeat the command of the finding"),
        rule("syntax", "The file is no valid code of its language."),
        rule("javac", "The Java compiler does not take the code."),
        rule("missing-symbol", "A function or type that the task asks for is not there under that name."),
        rule(
            "missing-dependency", "A module that is imported is not installed here, and nothing can be fetched inside the sandbox.",
            "install it where --python points"),
        rule("no-answer", "No solution was delivered."),
        rule("collection", "Tests could not be loaded, so they did not run."),
        rule("runner-stopped", "The test runner ended before any test and said why."),
        rule("exit-status", "The test runner failed, though no test that it reported did."),
        rule("exit-signal", "A signal ended the test runner after its last test."),
        rule("patch", "The patch cannot be applied to the files.", "make it against the same files with 'git diff'"),
    ]

    private static let integrity = [
        rule(
            "impossible-test", "A test with a deliberately wrong expected value passed, so the tests do not judge this code.",
            "look for equality or assertions that are replaced"),
        rule("takes-in-tests", "The code takes in the text of a hidden test while it is compiled."),
        rule("shadowed-test-api", "The code defines a symbol of the test framework or of what it compares with."),
        rule("forged-reply", "The code wrote to the channel on which the judge reads answers."),
        rule("control-file", "The code delivers a file that decides how tests run; it was not used."),
        rule("tests-changed", "The build wrote to a test that is not the candidate's; what was judged may be another."),
        rule("undeclared-file", "The code delivers a file that the task did not ask for; it was not used."),
        rule("order-dependent", "A test that passed fails in another order or environment."),
        rule("only-inside", "A test passes in the candidate's process and fails from outside of it."),
        rule("foreign-copy", "Another copy of the module was tested than the one under judgement."),
        rule("batch-differs", "The verdict alone differs from the verdict together with other samples; the one alone counts."),
        rule("ends-the-process", "The code ends its process or prepares to, which can hide failing tests. A note for a person.", "read the place"),
        rule("looks-at-its-caller", "The code looks at who calls it, which can tell a test from a user. A note for a person.", "read the place"),
        rule("replaces-what-judges", "The code redefines what tests are judged with. A note for a person.", "read the place"),
        rule("equals-everything", "The code defines an object that may equal everything. A note for a person.", "read the place"),
        rule("reaches-into-tests", "The code touches the test framework. A note for a person.", "read the place"),
    ]

    private static let tests = [
        rule("vacuous", "A test passed without reaching an assertion, though it reaches one with the reference."),
        rule("no-tests", "There is no test, so nothing was judged.", "add a test that fails without the change"),
        rule("no-result", "The test's process ended without a result."),
        rule("early-exit", "The test run ended before it was complete.", "look for a call that ends the process"),
        rule("missing", "A test that should run was not reported."),
        rule("skipped", "A test is skipped that should run."),
        rule("unlisted", "A test was reported that the sources do not declare."),
        rule("flaky", "Repeated runs disagree.", "look for order, time, randomness and shared state"),
        rule("broken-test", "The test itself cannot be run."),
        rule("broken-task", "The task itself cannot be judged."),
        rule("unreachable", "The test needs something that cannot be had from another process."),
        rule("changed-tests", "The change edits tests that were there before.", "check that they still demand as much"),
        rule("new-tests", "Tests that the change brings: whether they fail without it."),
        rule("runner-note", "The test runner said something that belongs to no test."),
    ]

    private static let tools = [
        rule("complexity", "A function has more branches than the limit, so it is hard to test and to read.", "split it"),
        rule("swift-format", "The file is not formatted as swift-format would.", "run 'swift format -i FILE'"),
        rule("bash", "Bash cannot read the script."),
        rule("clang", "Clang reports a problem that has no name of its own."),
        rule("cmake", "CMake reports a problem in the build files."),
        rule("gcc", "The C or C++ compiler reports a problem that has no name of its own."),
        rule("go", "The Go compiler reports a problem."),
        rule("ld", "The linker cannot join what was compiled, often because something is not defined."),
        rule("rustc", "The Rust compiler reports a problem that has no code of its own."),
        rule("swiftc", "The Swift compiler reports a problem that has no group."),
    ]

    /// Rules of tools, by how their names begin; `{rule}` is the tool's own name of it.
    static let families = [
        ("limit.", "A command reached its limit of {rule}."),
        ("ruff.", "Ruff's rule {rule} for Python."),
        ("shellcheck.", "ShellCheck's rule {rule} for shell scripts."),
        ("mypy.", "Mypy's error code {rule}: a type error."),
        ("pyright.", "Pyright's rule {rule}: a type error."),
        ("semgrep.", "Semgrep's rule {rule}."),
        ("rustc.", "The Rust compiler's code {rule}."),
        ("clippy::", "Clippy's lint {rule} for Rust."),
        ("javac.", "The Java compiler's message {rule}."),
        ("node.", "Node.js' error {rule} when it loads the file."),
        ("tsc.", "The TypeScript compiler's error {rule}."),
        ("swiftc.", "The Swift compiler's group {rule}."),
        ("gcc.", "The C or C++ compiler's warning {rule}."),
        ("clang.", "Clang's warning {rule}."),
    ]
}
