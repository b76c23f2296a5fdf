import AssayCore

/// Writes values as literals of a language.
struct Literals {
    var language: Language

    func argument(_ value: CallValue, _ type: ValueType) -> String {
        guard language == .c, case .list(let items) = value, case .list(let item) = type else { return text(value, type) }
        let name = item == .int ? "int64_t" : item == .float ? "double" : "const char *"
        let inner = items.isEmpty ? "0" : items.map { text($0, item) }.joined(separator: ", ")
        return "(\(name)[]){\(inner)}, \(items.count)"
    }

    func text(_ value: CallValue, _ type: ValueType) -> String {
        switch (value, type) {
        case (.bool(let truth), _) where language == .python: truth ? "True" : "False"
        case (.int(let number), _) where language == .java: "\(number)L"
        case (.string, _) where language == .rust: "String::from(\(value))"
        case (.string, _) where language == .cpp: "std::string(\(value))"
        case (.list(let items), .list(let item)): list(items.map { text($0, item) }.joined(separator: ", "), item)
        default: value.description
        }
    }

    private func list(_ items: String, _ item: ValueType) -> String {
        func named(_ int: String, _ float: String, _ other: String) -> String { item == .int ? int : item == .float ? float : other }
        switch language {
        case .rust: return "Vec::<\(named("i64", "f64", "String"))>::from([\(items)])"
        case .cpp: return "std::vector<\(named("long long", "double", "std::string"))>{\(items)}"
        case .java: return "List.<\(named("Long", "Double", "String"))>of(\(items))"
        default: return "[\(items)]"
        }
    }

    /// The declaration of the function for tests that do not include the solution.
    func prototype(_ function: CallFunction) -> String {
        let types: [String: String] =
            language == .c
            ? [
                "int": "int64_t", "float": "double", "bool": "_Bool", "string": "const char *", "list<int>": "const int64_t *, size_t",
                "list<float>": "const double *, size_t", "list<string>": "const char **, size_t",
            ]
            : [
                "int": "long long", "float": "double", "bool": "bool", "string": "std::string", "list<int>": "std::vector<long long>",
                "list<float>": "std::vector<double>", "list<string>": "std::vector<std::string>",
            ]
        var parameters = function.parameters.map { types[$0.spelled] ?? "" }
        var returns = types[function.returns.spelled] ?? ""
        if language == .c, case .list = function.returns { (returns, parameters) = ("size_t", parameters + ["int64_t *"]) }
        if language == .c, function.returns == .string { (returns, parameters) = ("void", parameters + ["char *"]) }
        return "\(returns) \(function.name)(\(parameters.joined(separator: ", ")));"
    }
}
