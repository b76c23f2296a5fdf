import AssayCore

/// Two runs that must not differ: who answers by what came before, or by where it runs, is found out.
enum DifferentialRun {
    /// What a second run finds around it, other each time.
    static func surroundings() -> [String: String] {
        [
            "ASSAY_RUN": "\(UInt32.random(in: 1...UInt32.max))", "TZ": "Pacific/Chatham", "PYTHONHASHSEED": "\(UInt16.random(in: 1...UInt16.max))",
        ]
    }

    /// What is said of checks that passed and then did not; `isStable` where they pass whenever they are asked as at first.
    static func difference(in checks: String, isStable: Bool, path: String?) -> Finding {
        Finding(
            kind: isStable ? .integrity : .test, rule: isStable ? "order-dependent" : "flaky",
            message: "answers otherwise when asked \(isStable ? "in another order" : "again"): \(checks)", path: path)
    }
}

extension Evidence {
    /// Adds what a second run found out, and takes back that these checks passed.
    mutating func add(_ difference: Finding, isStable: Bool, of ids: Set<String>) {
        classes.insert(isStable ? .tamperingSuspected : .flaky)
        findings.append(difference)
        for index in checks.indices where ids.contains(checks[index].id) { checks[index].status = .failed }
    }
}
