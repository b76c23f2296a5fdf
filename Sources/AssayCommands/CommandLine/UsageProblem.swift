import ArgumentParser
import AssaySupport

/// What is said of a command line that cannot be parsed: the problem, and what was probably meant.
enum UsageProblem {
    /// Says which word names no command, and which command is near; nil where every word that should names one.
    static func unknownCommand(in arguments: [String], of root: any ParsableCommand.Type = Assay.self) -> String? {
        var command = root
        var names: [String] = [name(of: root)]
        for word in arguments {
            let known = command.configuration.subcommands
            guard !known.isEmpty, !word.hasPrefix("-") else { return nil }
            if word == "help", names.count == 1 { continue }
            guard let next = known.first(where: { name(of: $0) == word || $0.configuration.aliases.contains(word) }) else {
                let path = names.joined(separator: " ")
                let word = TerminalText.line(word, limit: 60)
                let hint = TextDistance.nearest(to: word, of: known.map(name)).map { "; did you mean '\(path) \($0)'?" } ?? ""
                return "'\(word)' is no command of '\(path)'\(hint)\nUsage: \(path) <command>\n  See '\(path) --help' for the commands."
            }
            command = next
            names.append(name(of: next))
        }
        return nil
    }

    /// The name by which a command is called.
    static func name(of command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? "\(command)".lowercased()
    }

    /// The message of the argument parser as all messages begin, with the nearest word where a value is one of several.
    static func text(of message: String) -> String {
        var lines = message.lines.map(String.init)
        guard let first = lines.first else { return message }
        lines[0] = first.hasPrefix("Error: ") ? "error: " + first.dropFirst(7) : first
        let said = lines[0]
        guard let value = said.firstMatch(of: /The value '([^']*)' is invalid for/), let list = said.firstRange(of: "Please provide one of") else {
            return lines.joined(separator: "\n")
        }
        let quoted = said[list.upperBound...].matches(of: /'([^']+)'/).map { String($0.1) }
        let bullets = lines.dropFirst().prefix { $0.hasPrefix("  - ") }
        let known = quoted.isEmpty ? bullets.map { String($0.dropFirst(4)) } : quoted
        let hint = TextDistance.nearest(to: String(value.1), of: known).map { " Did you mean '\($0)'?" } ?? ""
        let rest = lines.dropFirst(1 + (quoted.isEmpty ? bullets.count : 0))
        return (["\(String(said[..<list.lowerBound]).trimmed)\(hint) Known: \(known.joined(separator: ", "))."] + rest).joined(separator: "\n")
    }
}
