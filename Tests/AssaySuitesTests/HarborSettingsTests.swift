import AssaySupport
import Testing

@testable import AssaySuites

@Suite struct HarborSettingsTests {
    @Test(
        "the seconds of a script are the verifier's, in whatever way TOML writes them",
        arguments: [
            ("", 600), ("[verifier]\ntimeout_sec = 20.0\n[agent]\ntimeout_sec = 900.0\n", 20), ("[agent]\ntimeout_sec = 5\n", 600),
            ("[verifier]\r\ntimeout_sec = 20\r\n", 20), ("verifier.timeout_sec = 7", 7), ("verifier = { timeout_sec = 8 }", 8),
            ("[ verifier ] # comment\ntimeout_sec = 1_000 # comment", 1000), ("x = \"\"\"\n[verifier]\ntimeout_sec = 5\n\"\"\"", 600),
            ("[verifier]\ntimeout_sec = 0", 1), ("[verifier]\ntimeout_sec = 1e9", 86_400), ("[verifier]\ntimeout_sec = nan", 600),
            ("[verifier]\ntimeout_sec = -3", 600), ("[verifier]\ntimeout_sec = \"20\"", 600), ("verifier = 3", 600),
        ] as [(String, Double)])
    func seconds(_ text: String, _ expected: Double) throws {
        #expect(try HarborSettings(text, path: "task.toml").seconds == expected)
    }

    @Test("what is no TOML is told with its line", arguments: [("[verifier\n", 1), ("a = 1\na = 2\n", 2), ("a = 1\n\nb =\n", 3)])
    func broken(_ text: String, _ line: Int) {
        let error = #expect(throws: InputError.self) { try HarborSettings(text, path: "t/task.toml") }
        #expect(error?.place == "t/task.toml:\(line)")
    }
}
