package import AssaySupport

/// A call with its expected result.
///
/// A whole program takes its standard input and returns its standard output: such a case may be written with `input`
/// and `output`.
package struct CallCase: Sendable, Equatable {
    /// The name of the function; nil when the task has only one.
    package var call: String?
    /// The arguments of the call.
    package var arguments: [CallValue]
    /// The expected result; nil when an error must be raised.
    package var returns: CallValue?
    /// The allowed error of a number: relative for expected values above 1, absolute below.
    package let tolerance: Double?
    /// Whether a line of a program's output may end in CR LF as well as in LF.
    package let crlf: Bool
    /// The property that the case probes.
    package let tag: CheckTag?
    /// Makes a case; without a result any result is right.
    package init(call: String? = nil, arguments: [CallValue], returns: CallValue?, tolerance: Double? = nil, crlf: Bool = false, tag: CheckTag? = nil) {
        self.call = call
        self.arguments = arguments
        self.returns = returns
        self.tolerance = tolerance
        self.crlf = crlf
        self.tag = tag
    }
}

extension CallCase: Decodable {
    private enum Key: String, CodingKey { case call, arguments, returns, tolerance, crlf, tag, input, output }

    /// Decodes a case in the form of task files.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        call = try fields.decodeIfPresent(String.self, forKey: .call)
        tolerance = try fields.decodeIfPresent(Double.self, forKey: .tolerance)
        crlf = try fields.decodeIfPresent(Bool.self, forKey: .crlf) ?? false
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
