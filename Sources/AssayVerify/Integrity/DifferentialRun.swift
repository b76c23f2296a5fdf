import AssayCore
import AssaySupport
import AssayToolchains

/// Two runs that must not differ: who answers by what came before, or by where it runs, is found out.
enum DifferentialRun {
    /// Returns the environment variables that a second run finds around it, other each time.
    static func surroundings() -> [String: String] {
        [
            "ASSAY_RUN": "\(UInt32.random(in: 1...UInt32.max))", "TZ": "Pacific/Chatham", "PYTHONHASHSEED": "\(UInt16.random(in: 1...UInt16.max))",
        ]
    }

    /// Returns what follows for checks that passed and then did not.
    ///
    /// `isStable` says that they pass whenever they are asked as at first: then it is no accident.
    static func correction(of ids: [String], isStable: Bool, path: String?) -> EvidenceCorrection {
        let names = ids.prefix(5).joined(separator: ", ")
        let finding = Finding(
            kind: isStable ? .integrity : .test, rule: isStable ? "order-dependent" : "flaky",
            message: "answers otherwise when asked \(isStable ? "in another order" : "again"): \(names)", path: path)
        return EvidenceCorrection(
            added: Evidence(isStable ? .tamperingSuspected : .flaky, finding),
            statuses: Dictionary(ids.map { ($0, CheckStatus.failed) }, uniquingKeysWith: { first, _ in first }))
    }
}

extension ProjectStrategy {
    /// Runs the tests that passed once more in other surroundings; what the reference fails there too is the tests' own doing.
    func runDifferentially(_ own: BuiltProject, _ tests: FileTree, _ system: ToolchainProfile.BuildSystem) async throws -> EvidenceCorrection {
        guard task.reference != nil else { return EvidenceCorrection() }
        let surroundings = DifferentialRun.surroundings()
        let second = try await own.failures(surroundings)
        guard !second.isEmpty, let control = try await control(tests, system) else { return EvidenceCorrection() }
        let changed = Set(second.keys).subtracting(try await control.failures(surroundings).keys)
        guard !changed.isEmpty else { return EvidenceCorrection() }
        let isStable = try await own.failures().isEmpty && !second.values.contains(.timeout)
        return DifferentialRun.correction(of: changed.sorted(), isStable: isStable, path: nil)
    }
}
