package import AssaySupport

/// A value of a call that travels between processes as data.
package enum CallValue: Sendable, Equatable {
    case int(Int64)
    case float(Double)
    case bool(Bool)
    case string(String)
    case list([CallValue])
}

extension CallValue: Codable {
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

    /// The same value as a type asks for it; nil where it is of another type.
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

/// The type of a value in a call, the same in all languages.
package indirect enum ValueType: Sendable, Equatable {
    case int, float, bool, string
    case list(ValueType)

    /// Reads `int`, `float`, `bool`, `string` or `list<T>`.
    package init?(_ text: String) {
        switch text {
        case "int": self = .int
        case "float": self = .float
        case "bool": self = .bool
        case "string": self = .string
        default:
            guard text.hasPrefix("list<"), text.hasSuffix(">"), text.utf8.count < 60, let item = ValueType(String(text.dropFirst(5).dropLast()))
            else { return nil }
            self = .list(item)
        }
    }

    package var spelled: String {
        switch self {
        case .int: "int"
        case .float: "float"
        case .bool: "bool"
        case .string: "string"
        case .list(let item): "list<\(item.spelled)>"
        }
    }
}

/// A function that is judged by what it returns for plain data.
package struct CallFunction: Sendable, Equatable {
    package var name: String
    package var parameters: [ValueType]
    package var returns: ValueType
    package init(name: String, parameters: [ValueType], returns: ValueType) {
        self.name = name
        self.parameters = parameters
        self.returns = returns
    }

    /// A whole program: its standard input, and its standard output.
    package static let program = CallFunction(name: "main program", parameters: [.string], returns: .string)
}

/// One call and what must come of it.
///
/// A whole program takes its standard input and returns its standard output: such a case may be written with `input`
/// and `output`.
package struct CallCase: Sendable, Equatable {
    /// The function's name; the only one where there is one.
    package var call: String?
    package var arguments: [CallValue]
    /// What must be returned; nil where an error must be raised.
    package var returns: CallValue?
    /// How far a number may be off: a share of what is expected, an amount below one.
    package var tolerance: Double?
    package var tag: CheckTag?
    package init(call: String? = nil, arguments: [CallValue], returns: CallValue?, tolerance: Double? = nil, tag: CheckTag? = nil) {
        self.call = call
        self.arguments = arguments
        self.returns = returns
        self.tolerance = tolerance
        self.tag = tag
    }
}

extension CallCase: Decodable {
    private enum Key: String, CodingKey { case call, arguments, returns, tolerance, tag, input, output }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        call = try fields.decodeIfPresent(String.self, forKey: .call)
        tolerance = try fields.decodeIfPresent(Double.self, forKey: .tolerance)
        tag = try fields.decodeIfPresent(CheckTag.self, forKey: .tag)
        if let input = try fields.decodeIfPresent(String.self, forKey: .input) {
            arguments = [.string(input)]
            returns = try fields.decodeIfPresent(String.self, forKey: .output).map { .string($0) }
            call = CallFunction.program.name
        } else {
            arguments = try fields.decode([CallValue].self, forKey: .arguments)
            returns = try fields.decodeIfPresent(CallValue.self, forKey: .returns)
        }
    }
}

extension CallCase {
    /// Whether it is of a whole program.
    package var isOfProgram: Bool { call == CallFunction.program.name }

    /// The case with its values as a function's types ask, and that function's place.
    package func fitted(to functions: [CallFunction]) throws(InputError) -> (function: Int, fitted: CallCase) {
        guard let place = call.map({ name in functions.firstIndex { $0.name == name } }) ?? (functions.count == 1 ? 0 : nil) else {
            throw InputError("call", "names no function of the task: \(call ?? "none"); there are \(functions.map(\.name).joined(separator: ", "))")
        }
        let function = functions[place]
        guard arguments.count == function.parameters.count else {
            throw InputError("arguments", "are \(arguments.count), '\(function.name)' takes \(function.parameters.count)")
        }
        var fitted = self
        for (index, type) in function.parameters.enumerated() {
            guard let value = arguments[index].conforming(to: type) else {
                throw InputError("arguments", "hold \(arguments[index]), which is no \(type.spelled)")
            }
            fitted.arguments[index] = value
        }
        if let returns {
            guard let value = returns.conforming(to: function.returns) else {
                throw InputError("returns", "is \(returns), which is no \(function.returns.spelled)")
            }
            fitted.returns = value
        }
        return (place, fitted)
    }
}
