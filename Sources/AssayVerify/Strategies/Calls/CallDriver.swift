import AssayCore
import AssayToolchains
import Mustache

extension CallRules {
    /// The rule of a map for a type; nil when it has none.
    func spelled(_ type: ValueType, _ rules: [String: String]?) -> String? {
        guard let rules else { return nil }
        if let own = rules[type.spelled] { return own }
        guard case .list(let item) = type else { return nil }
        guard let rule = rules["list"], let inner = items.flatMap({ spelled(item, $0) }) ?? spelled(item, rules) else { return nil }
        return rule.replacing("{item}", with: inner)
    }

    /// The text of a driver for some functions of a solution; nil where the language cannot carry a type.
    func text(_ template: String, _ functions: [CallFunction], solution: String) throws -> String? {
        var described: [[String: Any]] = []
        for (index, function) in functions.enumerated() {
            guard let type = spelled(function.returns, types) else { return nil }
            var parameters: [[String: Any]] = []
            for (place, parameter) in function.parameters.enumerated() {
                guard let own = spelled(parameter, types) else { return nil }
                let name = "a\(place)"
                parameters.append([
                    "index": place, "spelled": parameter.spelled, "type": own,
                    "variable": spelled(parameter, variables) ?? own, "read": reading(parameter) ?? "",
                    "pass": spelled(parameter, pass)?.replacing("{name}", with: name) ?? name,
                ])
            }
            func joined(_ key: String) -> String { parameters.map { "\($0[key] ?? "")" }.joined(separator: ", ") }
            var isList = false
            var item = ""
            if case .list(let inner) = function.returns { (isList, item) = (true, spelled(inner, types) ?? "") }
            let out = spelled(function.returns, out)
            described.append([
                "index": index, "name": function.name, "parameters": parameters, "returns": function.returns.spelled, "type": type,
                "declared": joined("type"), "passed": joined("pass"), "item": item, "write": spelled(function.returns, write) ?? "",
                "returns_scalar": !isList && function.returns != .string, "returns_string": function.returns == .string,
                "returns_list": isList, "out": out.map { (parameters.isEmpty ? "" : ", ") + $0 } ?? "",
            ])
        }
        return try MustacheTemplate(string: template).render(["functions": described, "solution": solution] as [String: Any])
    }

    /// The rule for reading an argument: that of its type, or of a list with that of its items.
    private func reading(_ type: ValueType) -> String? {
        guard let read else { return nil }
        if let own = read[type.spelled] { return own }
        guard case .list(let item) = type, let inner = reading(item) else { return nil }
        return read["list"]?.replacing("{item}", with: inner)
    }
}
