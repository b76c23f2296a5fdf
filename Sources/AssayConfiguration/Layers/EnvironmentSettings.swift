import AssaySupport
import Yams

/// The settings that variables of the environment overrule: `ASSAY_` and the key's path in capitals.
package enum EnvironmentSettings {
    /// The sections and keys that have variables; those of an experiment have none, so that its file says all of it.
    private static let sections: Set<String> = ["store", "roles", "pipeline", "budget", "verify"]

    /// The keys that have a variable, by its name.
    package static var keys: [(variable: String, entry: ConfigurationKeys.Entry)] {
        ConfigurationKeys.current.filter { entry in
            let isSection = if case .mapping = entry.key.kind { true } else { false }
            return !isSection && sections.contains(entry.path.prefix { $0 != "." }.description)
        }.map { (variable(of: $0.path), $0) }
    }

    /// The variable of a key: `verify.limits.wall` is `ASSAY_VERIFY_LIMITS_WALL`.
    package static func variable(of path: String) -> String {
        "ASSAY_" + path.uppercased().replacing(".", with: "_")
    }

    /// The readers of the values that are set, by key; messages name the variable.
    static func readers(_ environment: [String: String]) -> [(path: String, reader: YAMLReader)] {
        keys.compactMap { variable, entry in
            guard let text = environment[variable], !text.isEmpty else { return nil }
            let node: Node =
                if entry.key.kind == .texts {
                    Node(text.split(separator: ",").map { Node(String($0).trimmed) })
                } else {
                    Node(text)
                }
            return (entry.path, YAMLReader(file: variable, node: node, place: entry.path))
        }
    }

    /// Advice on variables that look like one of a setting and are none.
    package static func notes(_ environment: [String: String]) -> [String] {
        let known = keys.map(\.variable)
        return environment.keys.sorted().filter { $0.hasPrefix("ASSAY_") && !known.contains($0) && !others.contains($0) }.compactMap { name in
            known.first { TextDistance.edits($0, name, most: 2) <= 2 }.map { "\(name) names no setting; did you mean \($0)?" }
        }
    }

    /// Variables that are no settings.
    private static let others: Set<String> = ["ASSAY_CACHE", "ASSAY_MODELS", "ASSAY_PYTHON", "ASSAY_TOOLCHAINS", "ASSAY_JAIL", "ASSAY_CGROUP"]
}
