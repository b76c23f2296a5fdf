import AssaySupport

/// The one line that the checker writes about a test.
struct OracleResult: Decodable {
    /// How a test ended, as the checker says.
    enum Status: String {
        case passed, failed, raised
        /// The candidate's file could not be loaded.
        case load
        /// The candidate answered what no driver of ours does.
        case forged
        /// The candidate's process ended before it answered.
        case gone
        /// Values came up that plain data cannot carry: it has to be asked across the membrane.
        case rich
        /// Neither plain data nor the membrane carries what the test needs.
        case unjudgeable
        /// No assertion ran.
        case vacuous
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
    let text: String?
    let source: String?
    let actual: String?
    let expected: String?
    let call: String?
    let seconds: Double?

    private enum CodingKeys: String, CodingKey {
        case word = "status"
        case load, error, text, source, actual, expected, call, seconds
    }

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

    /// The lines that the checker wrote, by the nonce that each begins with; the first of a nonce counts.
    static func lines(_ output: String) -> [String: Substring] {
        output.lines.reduce(into: [:]) { lines, line in
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2, lines[String(parts[0])] == nil { lines[String(parts[0])] = parts[1] }
        }
    }
}
