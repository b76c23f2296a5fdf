import AssayCore
import AssayToolchains

/// A test in JavaScript with calls where its numbers and texts are, and the values for which the calls stand.
///
/// Code can look at the text of a function that calls it, and Node's inspector and heap snapshots show all sources, so that no
/// file has to be read to find what a test expects. The calls are to a function that only the test's own scope has.
struct VeiledTest: Equatable {
    /// The name of the function in the scope of the test.
    static let function = "assayValue"

    /// The text of the test: as many lines as before.
    let text: String
    /// The values in the order of their numbers, as they were written, in brackets.
    let values: String

    init(_ test: String) {
        let source = Array(test.utf8)
        var (result, values, rest) = ([UInt8](), [String](), 0)
        // Blanks and line ends are symbols, too.
        let tokens = SourceTokens.all(in: source, .javascript).filter { ![9, 10, 13, 32].contains(source[$0.range.lowerBound]) }
        let words = tokens.map { String(decoding: source[$0.range], as: UTF8.self) }
        for (index, token) in tokens.enumerated() where Self.isValue(token, index, words) {
            result += source[rest..<token.range.lowerBound] + Array("\(Self.function)(\(values.count))".utf8)
            values.append(words[index])
            rest = token.range.upperBound
        }
        text = String(decoding: result + source[rest...], as: UTF8.self)
        self.values = "[" + values.joined(separator: ", ") + "]"
    }

    /// What a value may stand behind.
    private static let before: Set<String> = [
        "(", "[", ",", "=", "==", "===", "!=", "!==", "+", "-", "*", "/", "%", "<", ">", "<=", ">=", "?", ":", "&&", "||", "+=", "=>", "return",
    ]

    /// Whether a token is a literal that a call can stand for: no key, no directive and no name of a module.
    private static func isValue(_ token: SourceTokens.Token, _ index: Int, _ words: [String]) -> Bool {
        let word = words[index]
        switch token.kind {
        // With the sign of an exponent, or of an octal kind, a number is left as it is.
        case .number: guard word.wholeMatch(of: /0|[1-9][0-9_]*(?:\.[0-9]+)?n?|0\.[0-9]+|0[xb][0-9a-fA-F]+n?/) != nil else { return false }
        case .text: guard ["\"", "'"].contains(word.first) else { return false }
        case .name, .symbol: return false
        }
        guard index > 0, before.contains(words[index - 1]) else { return false }
        let next = index + 1 < words.count ? words[index + 1] : ";"
        guard ![":", "(", "=>", "."].contains(next) || next == "." && token.kind == .text else { return false }
        // An exponent's digits, and what names a module or an assertion's place.
        if index > 1, words[index - 2].wholeMatch(of: /[0-9].*[eE]/) != nil { return false }
        return !(index > 1 && words[index - 1] == "(" && ["require", "import", "assayNote"].contains(words[index - 2]))
    }
}

extension ProjectStrategy {
    /// Returns a session whose tests no candidate can read, on the disk or in the memory of what runs them.
    func hidingTests(in session: ProjectSession, of subject: ProjectSubject) async throws -> ProjectSession {
        var session = try session.hiding(subject.undelivered)
        session.veilsTests = try await veilsTests(of: subject)
        return session
    }

    /// Whether all suites take tests as a text, and the reference passes them when it says no value.
    private func veilsTests(of subject: ProjectSubject) async throws -> Bool {
        guard subject.scope == .full, task.reference != nil, task.expectation == .strict, !subject.suites.isEmpty,
            subject.suites.allSatisfy({ $0.suite.run.takesTest == true })
        else { return false }
        return try await references.passesVeiled(task) {
            guard var control = try await control(subject.fixedTests, subject.system) else { return false }
            control.session.veilsTests = true
            let statuses = try await control.statuses()
            return !statuses.isEmpty && statuses.allSatisfy { $0.value == .passed }
        }
    }
}
