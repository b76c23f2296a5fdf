import AssaySupport

/// The one line that the checker writes about a test.
struct OracleResult: Decodable {
    /// The outcome of a test, as the checker reports it.
    enum Status: String {
        case passed, failed, raised
        /// The test passes, but fails where what the candidate changes in its arguments is not changed for the test.
        case passedByChanges = "passed_by_changes"
        /// The candidate's file could not be loaded.
        case load
        /// The candidate forged an answer: one that Assay's drivers never give.
        case forged
        /// The candidate's process ended before it answered.
        case gone
        /// Values came up that plain data cannot carry: it has to be asked across the membrane.
        case rich
        /// Neither plain data nor the membrane carries what the test needs.
        case unjudgeable
        /// No assertion ran.
        case vacuous
        /// The checker ended without a word: by its test, or by what the candidate answered.
        case silent
        /// Whatever else it says is a fault of the test.
        case broken
    }

    /// An exception of the candidate.
    struct Raised: Decodable {
        var name: String?
        var names: [String]?
        var text: String?
        var line: Int?
    }

    private(set) var status: Status
    /// The status in the checker's own word.
    let word: String
    let load: String?
    private(set) var error: Raised?
    private(set) var text: String?
    private(set) var source: String?
    let actual: String?
    let expected: String?
    let call: String?
    let seconds: Double?

    private enum CodingKeys: String, CodingKey {
        case word = "status"
        case load, error, text, source, actual, expected, call, seconds
    }

    private init(_ status: Status) {
        (self.status, word) = (status, status.rawValue)
        (load, error, text, source, actual, expected, call, seconds) = (nil, nil, nil, nil, nil, nil, nil, nil)
    }

    /// The result of a checker that ended without reporting one.
    static let silent = OracleResult(.silent)

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        word = try fields.decode(String.self, forKey: .word)
        status = Status(rawValue: word) ?? .broken
        load = try fields.decodeIfPresent(String.self, forKey: .load)
        error = try fields.decodeIfPresent(Raised.self, forKey: .error)
        text = try fields.decodeIfPresent(String.self, forKey: .text)
        source = try fields.decodeIfPresent(String.self, forKey: .source)
        actual = try fields.decodeIfPresent(String.self, forKey: .actual)
        expected = try fields.decodeIfPresent(String.self, forKey: .expected)
        call = try fields.decodeIfPresent(String.self, forKey: .call)
        seconds = try fields.decodeIfPresent(Double.self, forKey: .seconds)
    }

    /// Reads one line; nil where it is not what a checker writes.
    init?(_ line: Substring) {
        guard var result = try? JSON.decode(Self.self, String(line)) else { return nil }
        if let error = result.error, error.name == nil {
            result.error?.name = error.names?.first
        }
        self = result
    }

    /// Whether another run of the test came to the same: the same assertion with the same values, or the same exception.
    func isSame(as other: OracleResult) -> Bool {
        (word, source, actual, expected, call) == (other.word, other.source, other.actual, other.expected, other.call)
            && (error?.name, error?.text, error?.line) == (other.error?.name, other.error?.text, other.error?.line)
    }

    /// Makes it a failure: the test needs no changes of arguments, so they hid that an answer is wrong.
    mutating func rejectChanges() {
        (status, source) = (.failed, "passes only because the solution changes what it is compared with")
    }

    /// Makes it the candidate's failure: with the reference the checker comes to its end.
    mutating func blameCandidate() { (status, text) = (.gone, "its answers ended the checker") }

    /// Clears the candidate of a failure that the reference shows too.
    mutating func rejectTest() {
        (status, text) = (.unjudgeable, "the reference does not pass this test either")
    }

    /// The lines that the checker wrote, by the nonce that each begins with; the first of a nonce counts.
    static func lines(_ output: String) -> [String: Substring] {
        output.lines.reduce(into: [:]) { lines, line in
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2, lines[String(parts[0])] == nil { lines[String(parts[0])] = parts[1] }
        }
    }
}
