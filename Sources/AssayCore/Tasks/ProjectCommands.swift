/// How a project says itself that it is built and tested, whatever its files look like.
package struct ProjectCommands: Sendable, Equatable {
    /// How the output of the test command is read.
    package enum Reader: String, Sendable, CaseIterable {
        /// A JUnit report in a file.
        case junit
        /// The Test Anything Protocol.
        case tap
        /// pytest, which is told to write a JUnit report.
        case pytest
        /// `go test -json`.
        case go
        /// `ctest --verbose`.
        case ctest
        /// The status alone: the command is one test.
        case exitCode = "exit-code"
    }

    /// The shell command that builds it; nil where nothing is built.
    package var build: String?
    /// The shell command that runs its tests.
    package var test: String
    /// How the output is read.
    package var reader: Reader
    /// The file in which the test command leaves its report, for a reader that needs one.
    package var report: String?

    /// Makes commands.
    package init(build: String?, test: String, reader: Reader, report: String?) {
        (self.build, self.test, self.reader, self.report) = (build, test, reader, report)
    }
}
