package import AssayCore
import AssaySupport

/// One program of the hostile corpus (fixtures/hostile), and how it must be classified.
package struct HostileCase: Sendable {
    /// The values that a header allows: none, any, or one of a list.
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
    /// What a program may do that only a run with a loopback of its own allows.
    enum Loopback: String {
        /// It works, within the run's own network.
        case open
        /// It fails for want of a way there, and the address is told.
        case told
        /// It fails for want of a way there.
        case refused
    }
    /// Class and name, such as `kernel/io-uring`.
    package let id: String
    /// The class, which is the name of its file.
    package let group: String
    /// A description of what the program does.
    package var title = ""
    var program = ""
    var outcome = Expected.oneOf(["exited"])
    var limit = Expected.none
    var exit = Expected.oneOf(["0"])
    var signal = Expected.none
    /// At least one of these system calls must have been reported.
    var denied = Expected.none
    /// All of these system calls must have been reported.
    package var told: [String] = []
    /// What becomes of it under the policy of projects, whose runs have a loopback of their own; nil where that is the same.
    var loopback: Loopback?
    var refused = Expected.none
    /// The requirements of this outcome: a cgroup, a quota, namespaces, or an architecture.
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

    /// The system calls whose denial must be reported, any or all of them.
    package var deniedCalls: [String] {
        if case .oneOf(let calls) = denied { return calls + told }
        return told
    }

    /// The code that every program begins with.
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
        case "loopback": loopback = Loopback(rawValue: parts[1])
        default: title = line
        }
    }
}
