import AssaySupport

/// A value of a call that travels between processes as data.
package enum CallValue: Sendable, Equatable {
    case int(Int64)
    case float(Double)
    case bool(Bool)
    case string(String)
    case list([CallValue])

    /// Whether two values are the same data; strings are compared by their bytes, not by what Unicode holds equivalent.
    package static func == (left: CallValue, right: CallValue) -> Bool {
        switch (left, right) {
        case (.int(let left), .int(let right)): left == right
        case (.float(let left), .float(let right)): left == right
        case (.bool(let left), .bool(let right)): left == right
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.list(let left), .list(let right)): left == right
        default: false
        }
    }
}

extension CallValue: Codable {
    /// Decodes a JSON value.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .int(value)
        } else if let value = try? container.decode(Double.self) {
            self = .float(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else {
            self = .list(try container.decode([CallValue].self))
        }
    }

    /// Encodes a JSON value.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .int(let value): try container.encode(value)
        case .float(let value): try container.encode(value)
        case .bool(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .list(let items): try container.encode(items)
        }
    }
}

extension CallValue: CustomStringConvertible {
    /// The value as most languages write it.
    package var description: String {
        switch self {
        case .int(let value): "\(value)"
        case .float(let value): "\(value)"
        case .bool(let value): "\(value)"
        case .string(let value): (try? JSON.line(value)) ?? "\"\""
        case .list(let items): "[\(items.map(\.description).joined(separator: ", "))]"
        }
    }

    /// The value converted to a type; nil when it does not fit.
    package func conforming(to type: ValueType) -> CallValue? {
        switch (self, type) {
        case (.int, .int), (.float, .float), (.bool, .bool), (.string, .string): self
        case (.int(let value), .float): .float(Double(value))
        case (.list(let items), .list(let item)):
            items.reduce(into: [CallValue]?.some([])) { list, one in
                guard let fitting = one.conforming(to: item) else { return list = nil }
                list?.append(fitting)
            }.map { .list($0) }
        default: nil
        }
    }

    /// Whether two values are the same data; numbers with a fraction may differ by a share, or near zero by an amount.
    package func matches(_ expected: CallValue, tolerance: Double = 0) -> Bool {
        switch (self, expected) {
        case (.float(let left), .float(let right)):
            left == right || left.isNaN && right.isNaN || abs(left - right) <= tolerance * max(1, abs(right))
        case (.list(let left), .list(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.matches($1, tolerance: tolerance) }
        default: self == expected
        }
    }
}
