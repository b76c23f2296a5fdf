import AssaySupport

/// The instructions of a Dockerfile, as its text holds them.
struct Dockerfile {
    /// One instruction, its continued lines joined.
    struct Instruction: Equatable {
        /// The number of its first line.
        let line: Int
        /// Its name in capitals.
        let name: String
        /// What follows the name.
        let rest: String
        /// The whole of it on one line, for messages.
        var words: String { TerminalText.line(rest.isEmpty ? name : "\(name) \(rest)", limit: 80) }
    }

    let instructions: [Instruction]

    /// Reads a text; comment lines are passed over, also between continued lines.
    init(_ text: String) {
        var (instructions, joined, first) = ([Instruction](), "", 0)
        for (number, raw) in text.allLines.enumerated() {
            let line = String(raw).trimmed
            if line.isEmpty || line.hasPrefix("#") { continue }
            if joined.isEmpty { first = number + 1 }
            if line.hasSuffix("\\") {
                joined += line.dropLast() + " "
                continue
            }
            instructions.append(Self.instruction(joined + line, at: first))
            joined = ""
        }
        if !joined.isEmpty { instructions.append(Self.instruction(joined, at: first)) }
        self.instructions = instructions
    }

    private static func instruction(_ text: String, at line: Int) -> Instruction {
        let name = text.prefix { !$0.isWhitespace }
        return Instruction(line: line, name: name.uppercased(), rest: String(text.dropFirst(name.count)).trimmed)
    }
}
