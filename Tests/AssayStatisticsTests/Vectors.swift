import AssaySupport
import AssayTestSupport
import Testing

/// The reference numbers of fixtures/statistics, made with scipy and statsmodels.
enum Vectors {
    /// One group of a file; a group that is missing fails the test.
    static func group(_ file: String, _ name: String) throws -> JSONValue {
        let text = try Places.text("fixtures/statistics/\(file).json")
        return try #require(JSON.foreign([String: JSONValue].self, text)?[name], "\(file).json has no group '\(name)'")
    }

    /// The rows of a group, at least one.
    static func rows(_ file: String, _ name: String) throws -> [JSONValue] {
        let rows = try #require(group(file, name).list)
        try #require(!rows.isEmpty)
        return rows
    }
}

/// The contents of a row: a number that is missing is not a number, and matches nothing.
extension JSONValue {
    var list: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    var numbers: [Double] { list?.compactMap(\.number) ?? [] }
    func n(_ key: String) -> Double { self[key]?.number ?? .nan }
    func i(_ key: String) -> Int { Int(self[key]?.number ?? -1) }
}
