import AssaySupport

/// The part of the output of `swift package dump-package` that a build without SwiftPM needs.
struct SwiftManifest: Decodable {
    struct Target: Decodable {
        var name: String
        var type: String
        var path: String?
        var sources: [String]?
        var exclude: [String]
        var resources: [JSONValue]
        var settings: [JSONValue]
        var dependencies: [[String: [JSONValue]]]
        var pluginUsages: [JSONValue]?

        /// Names of the targets it builds on; nil where it depends on more than targets.
        var targets: [String]? {
            var names: [String] = []
            for dependency in dependencies {
                guard let (kind, values) = dependency.first, ["byName", "target"].contains(kind),
                    case .string(let name) = values.first, values.dropFirst().allSatisfy({ $0 == .null })
                else { return nil }
                names.append(name)
            }
            return names
        }

        /// Whether it consists of Swift files only and has no settings of its own.
        var isPlain: Bool {
            ["regular", "test"].contains(type) && sources == nil && exclude.isEmpty && resources.isEmpty
                && settings.isEmpty && (pluginUsages ?? []).isEmpty && targets != nil
        }
    }
    struct Version: Decodable { var _version: String }

    var name: String
    var dependencies: [JSONValue]
    var swiftLanguageVersions: [String]?
    var targets: [Target]
    var toolsVersion: Version

    /// The language mode SwiftPM would choose: the newest of the package's own, else its tools' version, at most 6.
    var languageMode: String {
        let own = (swiftLanguageVersions ?? [toolsVersion._version]).compactMap { $0.split(separator: ".").first.flatMap { Int($0) } }
        return String(min(6, own.filter { $0 <= 6 }.max() ?? 5))
    }
}
