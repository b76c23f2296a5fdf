import AssayCore
import AssaySupport
import Synchronization

/// Checks, once per process and task, that the reference solution passes on this machine.
final class ReferenceControl: Sendable {
    /// Why a reference did not pass; a failure is not kept, since the machine may be better the next time.
    private let failures = OncePerKey<String?>(keeping: { $0 == nil })
    private let impossible = OncePerKey<Set<String>>()
    private let isolatable = OncePerKey<Bool>()
    private let veilable = OncePerKey<Bool>()
    /// Whether a reference fails a hidden test of its task.
    private let oracles = Mutex<[String: Bool]>([:])

    /// Runs the reference, and throws when it does not pass on this machine, so that the machine's faults are not the candidate's.
    ///
    /// `checks` names what the reference has to pass. The work returns why it does not, or nil when it does.
    func confirm(_ task: CodingTask, passes checks: String, _ run: @escaping @Sendable () async throws -> String?) async throws {
        if let failure = try await failures.value(for: Self.key(task, checks), run) {
            throw HarnessError(.integrity, "\(task.id): the reference does not pass here (\(failure)); the machine or the suite is at fault")
        }
    }

    /// Returns the ids of the tests in some files that a task's reference fails, as it should fail impossible ones.
    func failing(_ task: CodingTask, _ tests: FileTree, _ run: @escaping @Sendable () async throws -> Set<String>) async throws -> Set<String> {
        try await impossible.value(for: Self.key(task, tests.digest), run)
    }

    /// Whether a task's reference is known to fail one of its hidden tests; nil where it was not asked yet.
    func fails(_ test: String, of task: CodingTask) -> Bool? { oracles.withLock { $0[Self.key(task, test)] } }

    /// Keeps whether a task's reference fails one of its hidden tests.
    func keep(fails: Bool, _ test: String, of task: CodingTask) { oracles.withLock { $0[Self.key(task, test)] = fails } }

    /// Whether a task's reference passes the tests of some files when they run in a process of their own.
    func passesIsolated(_ task: CodingTask, _ files: [String], _ run: @escaping @Sendable () async throws -> Bool) async throws -> Bool {
        try await isolatable.value(for: Self.key(task, files.joined(separator: "\n")), run)
    }

    /// Whether a task's reference passes its tests when their text says no value.
    func passesVeiled(_ task: CodingTask, _ run: @escaping @Sendable () async throws -> Bool) async throws -> Bool {
        try await veilable.value(for: Self.key(task), run)
    }

    private static func key(_ task: CodingTask, _ parts: String...) -> String {
        Digest.of(([task.digest, task.reference?.digest ?? ""] + parts).joined(separator: "\u{0}"))
    }
}
