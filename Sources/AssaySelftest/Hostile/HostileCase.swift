package import AssayCore
import AssaySupport

/// One program of the hostile corpus (fixtures/hostile), and how it must be classified.
package struct HostileCase: Sendable {
    /// What a header may allow: nothing, anything, or one of some words.
    enum Expected: Sendable, Equatable {
        case none, any
        case oneOf([String])

        func holds(_ value: String?) -> Bool {
            switch self {
            case .none: value == nil
            case .any: true
            case .oneOf(let words): value.map(words.contains) ?? false
            }
        }
    }
    /// Class and name, such as `kernel/io-uring`.
    package var id: String
    /// The class, which is the file it stands in.
    package var group: String
    /// What it does, in words.
    package var title = ""
    var program = ""
    var outcome = Expected.oneOf(["exited"])
    var limit = Expected.none
    var exit = Expected.oneOf(["0"])
    var signal = Expected.none
    /// One of these calls must have been told.
    var denied = Expected.none
    /// All of these calls must have been told.
    package var told: [String] = []
    var refused = Expected.none
    /// What this outcome asks for: a cgroup, a quota, namespaces, or an architecture.
    var needs: [String] = []
    var leftovers = Expected.any

    /// The whole corpus, in the order of its files.
    package static let all: [HostileCase] =
        read("resources", PackageResources.resources_py) + read("processes", PackageResources.processes_py)
        + read("network", PackageResources.network_py) + read("kernel", PackageResources.kernel_py)
        + read("layers", PackageResources.layers_py)
        + read("files", PackageResources.files_py) + read("forging", PackageResources.forging_py)

    /// Whether it asks about something that an isolation level has; what it lacks is said in every result.
    package func applies(to isolation: Isolation) -> Bool { isolation != .bare || !needs.contains("namespaces") }

    /// The calls whose denial this case asks to be told, any or all of them.
    package var deniedCalls: [String] {
        if case .oneOf(let calls) = denied { return calls + told }
        return told
    }

    /// What every program begins with.
    static let prelude = String(decoding: PackageResources.prelude_py, as: UTF8.self)

    /// Reads one file: cases begin with `#%% name`, their headers are lines `#= …`.
    private static func read(_ group: String, _ bytes: [UInt8]) -> [HostileCase] {
        var cases: [HostileCase] = []
        for line in String(decoding: bytes, as: UTF8.self).allLines {
            if line.hasPrefix("#%% ") {
                cases.append(HostileCase(id: "\(group)/\(line.dropFirst(4))", group: group))
            } else if !cases.isEmpty {
                if line.hasPrefix("#= ") {
                    cases[cases.count - 1].header(String(line.dropFirst(3)))
                } else {
                    cases[cases.count - 1].program += line + "\n"
                }
            }
        }
        return cases
    }

    private mutating func header(_ line: String) {
        let parts = line.split(separator: ":", maxSplits: 1).map { String($0).trimmed }
        guard parts.count == 2 else {
            title = line
            return
        }
        let words = parts[1].split(separator: " ").map(String.init)
        let expected = words.contains("any") ? Expected.any : .oneOf(words)
        switch parts[0] {
        case "outcome": outcome = expected
        case "limit": limit = expected
        case "exit": exit = expected
        case "signal": signal = expected
        case "denied": denied = expected
        case "told": told = words
        case "needs": needs = words
        case "refused": refused = expected
        case "leftovers": leftovers = expected
        default: title = line
        }
    }
}
