import AssayCore
import AssaySupport

/// One line of a results file, of which only what a comparison asks for is read.
struct ResultRow {
    let task: ExactName
    let entry: ResultSet.Entry
    /// The version of the logic that made the verdict; nil in files of older versions.
    let version: Int?

    /// Reads a line; nil for an empty one.
    ///
    /// - Throws: `InputError` with the place and what is missing or wrong.
    init?(_ bytes: [UInt8], place: @autoclosure () -> String) throws(InputError) {
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { return nil }
        let fields: Fields
        do {
            fields = try Fields(bytes)
        } catch {
            throw error.error(in: bytes, at: place())
        }
        do {
            task = ExactName(try Self.required(fields.task, "task_id"))
            entry = try Self.entry(fields)
            version = fields.version
        } catch {
            throw InputError(place(), error.reason)
        }
    }

    /// The reason why a line is refused.
    private struct Refusal: Error {
        let reason: String
    }

    /// The values of the keys that are compared, as in the line.
    private struct Fields {
        var task: String?
        var verdict: String?
        var tier: String?
        var digest: String?
        var failure: String?
        /// The first failed check and the number of failed checks.
        var failing: (first: String?, count: Int) = (nil, 0)
        /// The number of the sample; the outer nil means a missing key, the inner one a value that is not a whole number.
        var sample: Int??
        var version: Int?
        /// Whether the tests that a data set names passed, where it names some.
        var resolved: Bool?

        init(_ bytes: [UInt8]) throws(JSONText.Problem) {
            var (scanner, fields) = (JSONScanner(bytes), Fields())
            try scanner.object { key, value throws(JSONText.Problem) in
                switch key {
                case "task_id": fields.task = try value.stringIfAny()
                case "verdict": fields.verdict = try value.stringIfAny()
                case "tier": fields.tier = try value.stringIfAny()
                case "suite_digest": fields.digest = try value.stringIfAny()
                case "failure": fields.failure = try value.stringIfAny()
                case "resolved": if case .bool(let isResolved) = try value.value() { fields.resolved = isResolved }
                case SampleResult.versionKey: fields.version = try value.integerIfAny()
                case "sample": fields.sample = .some(try value.integerIfAny())
                case "failing" where value.isArray():
                    try value.array { item throws(JSONText.Problem) in
                        let name = try item.stringIfAny()
                        if fields.failing.count == 0 { fields.failing.first = name }
                        fields.failing.count += 1
                    }
                default: try value.skip()
                }
            }
            try scanner.end()
            self = fields
        }

        private init() {}
    }

    private static func required(_ text: String?, _ key: String) throws(Refusal) -> String {
        guard let text else { throw Refusal(reason: "the key '\(key)' is missing, or is not a string; write the file with 'assay verify'") }
        return text
    }

    private static func entry(_ fields: Fields) throws(Refusal) -> ResultSet.Entry {
        let (verdict, tier) = (try required(fields.verdict, "verdict"), try required(fields.tier, "tier"))
        guard let known = Verdict(rawValue: verdict) else {
            throw Refusal(reason: "'\(TerminalText.line(verdict))' is not a verdict; write the file with 'assay verify'")
        }
        guard let knownTier = AssuranceTier(rawValue: tier) else {
            throw Refusal(reason: "'\(TerminalText.line(tier))' is not an assurance tier; write the file with 'assay verify'")
        }
        let digest = try required(fields.digest, "suite_digest")
        guard !digest.isEmpty else { throw Refusal(reason: "the key 'suite_digest' is empty; write the file with 'assay verify'") }
        guard let sample = fields.sample ?? 0, sample >= 0 else {
            throw Refusal(reason: "the key 'sample' must be a whole number from 0")
        }
        return ResultSet.Entry(sample: sample, verdict: Self.decided(known, fields.resolved), tier: knownTier, digest: digest, reason: reason(fields))
    }

    /// The verdict by which a row counts: where a data set names the tests that decide, by these.
    private static func decided(_ verdict: Verdict, _ isResolved: Bool?) -> Verdict {
        switch isResolved {
        case nil: verdict
        case true?: .passed
        case false?: verdict.isSolved ? .failed : verdict
        }
    }

    /// The first failing check, with the class of failure where it is known.
    private static func reason(_ fields: Fields) -> String? {
        guard let first = fields.failing.first else { return nil }
        let more = fields.failing.count - 1
        return (fields.failure.map { "\($0) in " } ?? "") + first + (more > 0 ? " and \(more) more" : "")
    }
}
