import AssaySupport
import FoundationEssentials
import Synchronization

/// The processors that this process may use, and how many conversations are on each.
///
/// Two processes that only ever wait for each other are about three times as fast on one processor: on two, each question
/// has to wake one that sleeps.
final class Processors: Sendable {
    static let shared = Processors()
    private let conversations: Mutex<[Int: Int]>

    init() {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let allowed = Self.allowed(in: status)
        conversations = Mutex(Dictionary(uniqueKeysWithValues: (allowed.isEmpty ? [0] : allowed).map { ($0, 0) }))
    }

    /// Reads `Cpus_allowed_list:` of a process's status, such as `0-3,8` (proc(5)).
    static func allowed(in status: String) -> [Int] {
        guard let line = status.lines.first(where: { $0.hasPrefix("Cpus_allowed_list:") }) else { return [] }
        return line.dropFirst("Cpus_allowed_list:".count).split(separator: ",").flatMap { part -> [Int] in
            let ends = part.split(separator: "-").compactMap { Int(String($0).trimmed) }
            guard let first = ends.first, let last = ends.last, first <= last, last < 65_536 else { return [] }
            return Array(first...last)
        }
    }

    /// Runs a conversation on the processor that has the fewest.
    func withOne<Value: Sendable>(_ body: (Int) async throws -> Value) async rethrows -> Value {
        let chosen = conversations.withLock { loads in
            let least = loads.min { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
            loads[least, default: 0] += 1
            return least
        }
        defer { conversations.withLock { $0[chosen, default: 1] -= 1 } }
        return try await body(chosen)
    }
}
