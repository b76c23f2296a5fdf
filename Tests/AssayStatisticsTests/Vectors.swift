import AssaySupport
import AssayTestSupport

/// Reference numbers made with scipy and statsmodels, by group.
enum Vectors {
    static let all: [String: JSONValue] =
        (try? Places.text(Places.shared + "/statistics/vectors.json")).flatMap { JSON.foreign([String: JSONValue].self, $0) } ?? [:]

    static func cases(_ group: String) -> [JSONValue] {
        let value = all[group]
        return value?.list ?? value?["cases"]?.list ?? []
    }

    /// The data that several groups speak of: tasks × seeds.
    static func dataset(_ key: String) -> [[Double]] { all["dataset"]?[key]?.rows ?? [] }

    /// Differences B − A of the data, one a task.
    static var differences: [Double] { all["paired_task_difference"]?["d"]?.numbers ?? [] }
}

/// What a row of the reference holds, read without ceremony: a number that is not there is not a number.
extension JSONValue {
    var number: Double? { if case .number(let value) = self { value } else { nil } }
    var flag: Bool? { if case .bool(let value) = self { value } else { nil } }
    var list: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    var numbers: [Double] { list?.compactMap(\.number) ?? [] }
    var rows: [[Double]] { list?.map(\.numbers) ?? [] }
    func n(_ key: String) -> Double { self[key]?.number ?? .nan }
    func i(_ key: String) -> Int { Int(self[key]?.number ?? -1) }
}
