import AssayCore
import AssaySupport
import AssayTestSupport
import Testing

/// `docs/schemas/review-report.schema.json` against the type that is written and read.
@Suite struct SchemaTests {
    private static func schema() throws -> JSONValue {
        try #require(JSON.foreign(JSONValue.self, Places.text("docs/schemas/review-report.schema.json")))
    }

    /// A value with every property that a schema has; `pick` chooses among the values of an enumeration.
    private static func sample(_ schema: JSONValue, named name: String, in root: JSONValue, pick: Int) throws -> JSONValue {
        if case .string(let reference) = schema["$ref"] ?? .null {
            let definition = try #require(root["$defs"]?[String(reference.dropFirst("#/$defs/".count))])
            return try sample(definition, named: name, in: root, pick: pick)
        }
        if let constant = schema["const"] { return constant }
        if case .array(let values) = schema["enum"] ?? .null { return values[pick % values.count] }
        switch schema["type"]?.text {
        case "object":
            guard case .object(let properties) = schema["properties"] ?? .null else { return .object(["python": .string("3.11")]) }
            var object: [String: JSONValue] = [:]
            for (key, property) in properties { object[key] = try sample(property, named: key, in: root, pick: pick) }
            return .object(object)
        case "array": return .array([try sample(try #require(schema["items"]), named: name, in: root, pick: pick)])
        case "number", "integer": return .number(3)
        case "boolean": return .bool(true)
        case "string":
            // What has a form of its own is written in it.
            let forms = ["fingerprint": "0123456789abcdef", "holdout_seed": "7", "limit": "memory"]
            return .string(forms[name] ?? "text")
        default: throw Unknown(property: name)
        }
    }

    /// A property whose schema this test cannot read.
    private struct Unknown: Error { let property: String }

    @Test("a report with every key of the schema is read, and written again with all of them", arguments: 0..<13)
    func complete(_ pick: Int) throws {
        let schema = try Self.schema()
        let sample = try Self.sample(schema, named: "", in: schema, pick: pick)
        let report = try JSON.decode(ReviewReport.self, JSON.foreign(sample))
        #expect(JSON.foreign(JSONValue.self, try JSON.line(report)) == sample)
    }

    /// The properties of a value as JSON names them.
    private static func keys(of value: Any) -> Set<String> {
        Set(
            Mirror(reflecting: value).children.compactMap(\.label).map { label in
                label.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
            })
    }

    private static func properties(_ schema: JSONValue?) -> Set<String> {
        if case .object(let properties) = schema?["properties"] ?? .null { Set(properties.keys) } else { [] }
    }

    @Test("no property of a report is missing from the schema")
    func properties() throws {
        let schema = try Self.schema()
        let report = try JSON.decode(ReviewReport.self, JSON.foreign(Self.sample(schema, named: "", in: schema, pick: 0)))
        #expect(Self.keys(of: report) == Self.properties(schema))
        #expect(Self.keys(of: try #require(report.findings.first)) == Self.properties(schema["$defs"]?["finding"]))
        #expect(Self.keys(of: try #require(report.checks.first)) == Self.properties(schema["$defs"]?["check"]))
        #expect(Self.keys(of: report.limits) == Self.properties(schema["properties"]?["limits"]))
        #expect(Self.keys(of: report.sandbox) == Self.properties(schema["properties"]?["sandbox"]))
    }

    @Test("the schema has every verdict that is still given, in their order")
    func verdicts() throws {
        guard case .array(let values) = try Self.schema()["properties"]?["verdict"]?["enum"] ?? .null else {
            Issue.record("the schema has no verdicts")
            return
        }
        // Only reports of schema version 1 hold it.
        #expect(values.compactMap(\.text) == Verdict.allCases.filter { $0 != .staticFailed }.map(\.rawValue))
    }

    @Test("the report that the golden file shows has what the schema requires, and nothing else")
    func golden() throws {
        let schema = try Self.schema()
        let report = try #require(JSON.foreign([String: JSONValue].self, Places.text("Tests/AssayRenderTests/Golden/report.json")))
        guard case .array(let required) = schema["required"] ?? .null else {
            Issue.record("the schema requires nothing")
            return
        }
        #expect(required.count > 10 && Set(required.compactMap(\.text)).isSubset(of: report.keys))
        #expect(Set(report.keys).isSubset(of: Self.properties(schema)))
    }
}
