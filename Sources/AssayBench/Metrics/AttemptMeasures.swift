import AssayStatistics

/// What an attempt left behind besides its verdict.
package struct AttemptMeasures: Sendable, Equatable {
    /// What the checks that one fix round answered to did: some it turned green, some it broke.
    package struct Round: Sendable, Equatable {
        package var number: Int
        package var fixed: Int
        package var broken: Int
        /// Whether everything that may be seen passed after it.
        package var isGreen: Bool
        package init(number: Int, fixed: Int, broken: Int, isGreen: Bool) {
            self.number = number
            self.fixed = fixed
            self.broken = broken
            self.isGreen = isGreen
        }
    }

    /// What a reviewer's claims came to, and what it said of candidates whose truth is known.
    package struct Review: Sendable, Equatable {
        package var confirmed = 0
        package var refuted = 0
        package var advisory = 0
        /// Candidates that were called defective and are, and so on.
        package var truePositives = 0
        package var falsePositives = 0
        package var falseNegatives = 0
        package var trueNegatives = 0
        /// Candidates that no hidden check has ever judged.
        package var unknown = 0
        package init() {}
    }

    /// Classes of what a static check says.
    package enum FindingClass: String, Sendable, CaseIterable {
        case security, convention, complexity, other

        /// Sorts a finding by its rule's name.
        package init(rule: String) {
            let parts = rule.split(separator: ".", maxSplits: 1).map(String.init)
            let code = parts.count > 1 ? parts[1] : ""
            switch (parts.first ?? "", code) {
            case ("complexity", _): self = .complexity
            case ("semgrep", _): self = .security
            case ("swift-format", _): self = .convention
            case ("ruff", _) where code.hasPrefix("C901"): self = .complexity
            // flake8-bandit's rules are S and digits; SIM and SLF are others.
            case ("ruff", _) where code.hasPrefix("S") && code.dropFirst().first?.isNumber == true: self = .security
            case ("ruff", _) where ["E", "W", "N", "D", "I", "Q"].contains(String(code.prefix { $0.isLetter })): self = .convention
            default: self = .other
            }
        }
    }

    /// What is left for a person to read, by class, of static checks; hidden findings aside.
    package var left: [FindingClass: Int] = [:]
    /// All findings that are left, of any kind.
    package var leftInAll = 0
    package var rounds: [Round] = []
    package var review = Review()
    /// Lines that are not blank in what was delivered; nil where nothing was.
    package var lines: Int?
    /// Places where control branches in what was delivered.
    package var decisions: Int?
    /// Seconds spent in verification.
    package var verifying = 0.0
    package init() {}
}

/// When a reviewer is not asked any more.
package enum ReviewerTrust {
    /// After fifty claims, of which surely less than a fifth were confirmed (the upper end of Wilson's interval): the rest
    /// of a run is cheaper and no worse without.
    package static func isLost(confirmed: Int, of claims: Int) -> Bool {
        claims >= 50 && Intervals.wilson(confirmed, of: claims).high < 0.2
    }
}

/// How large and how branched code is, alike in every language.
package enum CodeSize {
    private static let branching: Set<String> = ["if", "elif", "for", "while", "case", "catch", "except", "guard", "when", "match", "select", "until"]

    /// Counts lines that are not blank, and decision points.
    ///
    /// Those are branching words and short-circuit operators outside of texts and comments. One more than these is McCabe's number of a single function (McCabe 1976); an estimate, because no
    /// grammar is asked.
    package static func measure(_ text: String) -> (lines: Int, decisions: Int) {
        var lines = 0
        var decisions = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
            let code = stripped(line)
            if line.contains(where: { !$0.isWhitespace }) { lines += 1 }
            decisions += code.split(whereSeparator: { !$0.isLetter && $0 != "_" }).count { branching.contains(String($0)) || $0 == "and" || $0 == "or" }
            decisions += code.ranges(of: "&&").count + code.ranges(of: "||").count
        }
        return (lines, decisions)
    }

    /// A line without its texts in quotes and without what follows a comment's sign.
    private static func stripped(_ line: Substring) -> String {
        var code = ""
        var quote: Character?
        var escaped = false
        for character in line {
            if let open = quote {
                if escaped { escaped = false } else if character == "\\" { escaped = true } else if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == "#" || (character == "/" && code.last == "/") {
                break
            } else {
                code.append(character)
            }
        }
        return code
    }
}
