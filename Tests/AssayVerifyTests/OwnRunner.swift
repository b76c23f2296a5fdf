import AssayCore
import FoundationEssentials
import Testing

/// A small project and what its own runner says of it.
struct OwnRunner: Sendable, CustomTestStringConvertible {
    var name: String
    var language: Language
    var files: [String: String]
    var verdict: Verdict
    /// Tests that passed, failed and were skipped.
    var counts: [Int]
    /// A part of a finding's message or path.
    var says = ""
    /// A file of the runner, without which the test is left out, and the command that installs it.
    var needs: (file: String, install: String)?
    /// The wall limit of each run of tests in seconds.
    var wall = 600.0
    var testDescription: String { name }

    /// Meson, and the command that installs it.
    static let meson = (file: "/usr/bin/meson", install: "apt-get install meson")
    /// What Maven runs tests with, in its repository on this machine.
    static let surefire = (
        file: "/usr/share/maven-repo/org/apache/maven/plugins/maven-surefire-plugin", install: "apt-get install maven-debian-helper"
    )
    /// A project of Maven's that asks for JUnit 4.
    static let pom =
        "<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>a</artifactId><version>1</version><properties>"
        + "<maven.compiler.source>11</maven.compiler.source><maven.compiler.target>11</maven.compiler.target></properties><dependencies><dependency>"
        + "<groupId>junit</groupId><artifactId>junit</artifactId><version>4.x</version></dependency></dependencies></project>"

    /// Verifies the project and compares the verdict and the counts.
    func check() async throws {
        if let needs, !FileManager.default.fileExists(atPath: needs.file) { try Test.cancel("without \(needs.file): \(needs.install)") }
        let report = try await NativeProjectTests.report(files, language, wall: wall)
        let tests = report.checks.filter { $0.kind == .test }
        let found = [CheckStatus.passed, .failed, .skipped].map { status in tests.count { $0.status == status } }
        #expect(report.verdict == verdict && found == counts, "\(report.findings.map(\.message)) \(tests.map { "\($0.id) \($0.status)" })")
        #expect(says.isEmpty || report.findings.contains { "\($0.message) \($0.path ?? "")".contains(says) }, "\(report.findings)")
        #expect(!report.findings.contains { $0.message.contains("without a diagnostic") })
    }
}
