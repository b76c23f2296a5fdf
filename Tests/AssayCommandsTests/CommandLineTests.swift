import ArgumentParser
import Testing

@testable import AssayCommands

@Suite struct CommandLineTests {
    /// A command and the words that call it.
    struct Named: Sendable, CustomTestStringConvertible {
        var words: [String]
        var command: any ParsableCommand.Type
        var testDescription: String { words.joined(separator: " ") }
    }

    /// Every command that does something, by its words.
    static let commands: [Named] = commands(of: Assay.self, ["assay"])

    private static func commands(of command: any ParsableCommand.Type, _ words: [String]) -> [Named] {
        let below = command.configuration.subcommands
        guard !below.isEmpty else { return [Named(words: words, command: command)] }
        return below.flatMap { commands(of: $0, words + [UsageProblem.name(of: $0)]) }
    }

    @Test("every command has an example of itself, -q and -v", arguments: commands)
    func help(_ named: Named) throws {
        let text = Assay.helpMessage(for: named.command, columns: 200)
        let example = try #require(text.firstRange(of: "Example"), "\(text)")
        #expect(text[example.upperBound...].contains(named.testDescription), "\(text)")
        #expect(text.contains("-q, --quiet") && text.contains("-v, --verbose"), "\(text)")
        #expect(named.command is any VerbosityCommand.Type)
    }

    @Test("every group of commands has an example of one of them", arguments: groups(of: Assay.self, ["assay"]))
    func groupHelp(_ named: Named) throws {
        let text = Assay.helpMessage(for: named.command, columns: 200)
        let example = try #require(text.firstRange(of: "Example"), "\(text)")
        #expect(text[example.upperBound...].contains(named.testDescription + " "), "\(text)")
    }

    private static func groups(of command: any ParsableCommand.Type, _ words: [String]) -> [Named] {
        let below = command.configuration.subcommands
        guard !below.isEmpty else { return [] }
        return [Named(words: words, command: command)] + below.flatMap { groups(of: $0, words + [UsageProblem.name(of: $0)]) }
    }

    @Test("a short flag means the same in every command", arguments: commands)
    func shortFlags(_ named: Named) {
        let meanings = ["q": "quiet", "v": "verbose", "h": "help", "o": "output", "j": "jobs", "n": "dry-run", "f": "force"]
        let text = Assay.helpMessage(for: named.command, columns: 400)
        for line in text.split(separator: "\n") {
            for match in line.matches(of: /^  -([A-Za-z])[ ,]/) {
                let letter = String(match.1)
                #expect(meanings[letter].map { line.contains("--\($0)") } == true, "\(line)")
            }
        }
    }

    @Test(
        "a word that names no command is told, with the nearest that does",
        arguments: [
            (["verfy", "x"], "'verfy' is no command of 'assay'; did you mean 'assay verify'?"),
            (["sandbox", "rnu"], "'rnu' is no command of 'assay sandbox'; did you mean 'assay sandbox run'?"),
            (["help", "moduls"], "'moduls' is no command of 'assay'; did you mean 'assay models'?"),
            (["frobnicate"], "'frobnicate' is no command of 'assay'\n"),
            (["a\u{1B}[2Jb"], "'ab' is no command of 'assay'"),
        ])
    func unknown(_ arguments: [String], _ says: String) {
        #expect(UsageProblem.unknownCommand(in: arguments)?.hasPrefix(says) == true, "\(UsageProblem.unknownCommand(in: arguments) ?? "")")
    }

    @Test(
        "words of commands, and options, are left to the parser", arguments: [["verify", "verfy"], ["--help"], ["help", "sandbox", "run"], [], ["sandbox"]])
    func known(_ arguments: [String]) { #expect(UsageProblem.unknownCommand(in: arguments) == nil) }

    @Test(
        "a value that is none of several is told with the nearest and all others",
        arguments: [
            (["verify", "x", "--format", "jsn"], "Did you mean 'json'? Known: text, json,"),
            (["compare", "a", "b", "--gate", "diference"], "Did you mean 'difference'? Known: "),
            (["verify", "x", "--jsno"], "Unknown option '--jsno'. Did you mean '--json'?"),
        ])
    func values(_ arguments: [String], _ says: String) throws {
        let error = try #require(throws: (any Error).self) { try Assay.parseAsRoot(arguments) }
        let text = UsageProblem.text(of: Assay.fullMessage(for: error))
        #expect(text.hasPrefix("error: ") && text.contains(says), "\(text)")
    }

    @Test("-C folders come first and add up, -V is the version")
    func leading() {
        let line = LeadingOptions(["-C", "a", "-Cb", "verify", "-C", "c"])
        #expect(line.folders == ["a", "b"] && line.rest == ["verify", "-C", "c"])
        #expect(LeadingOptions(["-V"]).rest == ["--version"])
        #expect(LeadingOptions(["-C"]).rest == ["-C"])
    }

    @Test(
        "colour follows the terminal, NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE and TERM",
        arguments: [
            (true, [:], true), (false, [:], false), (true, ["NO_COLOR": "1"], false), (true, ["NO_COLOR": ""], true), (true, ["TERM": "dumb"], false),
            (false, ["FORCE_COLOR": "1"], true), (false, ["CLICOLOR_FORCE": "1"], true), (true, ["CLICOLOR_FORCE": "0"], false),
            (false, ["FORCE_COLOR": "1", "NO_COLOR": "1"], false),
        ] as [(Bool, [String: String], Bool)])
    func colour(_ isTerminal: Bool, _ environment: [String: String], _ isOn: Bool) {
        #expect(TerminalColor.isOn(isTerminal: isTerminal, environment: environment) == isOn)
    }
}
