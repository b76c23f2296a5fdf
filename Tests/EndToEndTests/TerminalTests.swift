import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// What a person sees: the command at a real pseudo-terminal.
@Suite struct TerminalTests {
    /// Runs a command at a terminal of some columns and returns what it shows.
    private static func show(_ arguments: [String], columns: Int, environment: [String: String] = [:]) async throws -> String {
        let program = """
            import fcntl, os, pty, struct, sys, termios
            child, terminal = pty.fork()
            if child == 0:
                fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, int(sys.argv[1]), 0, 0))
                os.execv(sys.argv[2], sys.argv[2:])
            out = b""
            while True:
                try: part = os.read(terminal, 65536)
                except OSError: break
                if not part: break
                out += part
            os.waitpid(child, 0)
            sys.stdout.buffer.write(out)
            """
        let variables = ["TERM": "xterm", "NO_COLOR": ""].merging(environment) { $1 }
        let ended = try await Subprocess.run(
            .path("/usr/bin/python3"), arguments: Arguments(["-c", program, "\(columns)", Places.products + "/assay"] + arguments),
            environment: .inherit.updating(Dictionary(uniqueKeysWithValues: variables.map { (.init(stringLiteral: $0), $1) })),
            workingDirectory: FilePath(Places.root), input: .none, output: .string(limit: 1 << 20), error: .discarded)
        return ended.standardOutput.replacing("\r\n", with: "\n")
    }

    @Test("verify fits the terminal, in colour, and says the same at every width", arguments: [40, 80, 120])
    func widths(_ columns: Int) async throws {
        let text = try await Self.show(["verify", "docs/example/shop"], columns: columns)
        let lines = text.split(separator: "\n").map { String($0.split(separator: "\r").last ?? "").replacing("\u{1B}[K", with: "") }
        for line in lines { #expect(line.columns <= columns, "\(line)") }
        #expect(text.contains("\u{1B}[31m"))
        let words = lines.joined(separator: " ").replacing(#/\x1B\[[0-9;]*m/#, with: "").replacing("│", with: " ").split(separator: " ").joined(separator: " ")
        for said in ["tier B: tests share the candidate's process", "290 = total([199, 101], percent_off=10)", "checks: build 1/1 · test 2/4 · static 0/1"] {
            #expect(words.contains(said), "\(words)")
        }
    }

    @Test("no colour where it is not wanted", arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
    func plain(_ environment: [String: String]) async throws {
        let text = try await Self.show(["verify", "docs/example/shop", "-q"], columns: 80, environment: environment)
        #expect(text.contains("shop: failed") && !text.contains("\u{1B}["), "\(text)")
    }

    @Test("tables become blocks on a narrow terminal")
    func tables() async throws {
        let wide = try await Self.show(["config", "show", "--origin", "-q"], columns: 120)
        let narrow = try await Self.show(["config", "show", "--origin", "-q"], columns: 40)
        #expect(wide.contains("────") && narrow.contains("verify.limits.wall\n  value: 60\n  from: default\n"), "\(narrow)")
        #expect(narrow.split(separator: "\n").allSatisfy { $0.columns <= 40 })
    }
}
