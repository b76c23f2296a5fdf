extension Text {
    /// Breaks a line at spaces so that it fits into a width, each further line after an indentation; without a width it stays whole.
    ///
    /// A word that is longer than a line is broken where the line ends. Sequences for colour take no room.
    package static func wrapped(_ line: String, width: Int?, hanging indentation: String = "") -> [String] {
        guard let width, line.columns > width else { return [line] }
        let room = max(8, width - indentation.columns)
        var lines: [String] = []
        var current = ""
        var used = 0
        /// The columns of the present line.
        var most: Int { lines.isEmpty ? width : room }
        func flush() {
            lines.append((lines.isEmpty ? "" : indentation) + current.trimmedEnd)
            (current, used) = ("", 0)
        }
        for piece in pieces(of: line) {
            let columns = piece.columns
            if used + columns <= most {
                // A line does not begin with the space at which the one before it was broken.
                if piece != " " || used > 0 || lines.isEmpty { (current, used) = (current + piece, used + columns) }
                continue
            }
            if piece == " " { continue }
            if used > 0, columns <= room { flush() }
            if columns <= most - used {
                (current, used) = (current + piece, used + columns)
                continue
            }
            for part in atoms(of: piece) {
                if used + part.columns > most { flush() }
                (current, used) = (current + part, used + part.columns)
            }
        }
        if !current.isEmpty { flush() }
        return lines
    }

    /// The words of a line and the single spaces between them.
    private static func pieces(of line: String) -> [String] {
        var pieces: [String] = []
        for character in line {
            if character == " " {
                pieces.append(" ")
            } else if let last = pieces.last, last != " " {
                pieces[pieces.count - 1] = last + String(character)
            } else {
                pieces.append(String(character))
            }
        }
        return pieces
    }

    /// The characters of a word; a sequence for colour stays whole.
    private static func atoms(of word: String) -> [String] {
        var atoms: [String] = []
        var sequence = ""
        for character in word {
            if character == "\u{1B}" || !sequence.isEmpty {
                sequence.append(character)
                if character == "m" {
                    atoms.append(sequence)
                    sequence = ""
                }
            } else {
                atoms.append(String(character))
            }
        }
        return sequence.isEmpty ? atoms : atoms + [sequence]
    }
}
