package import AssayCore

extension ResolvedToolchain {
    /// Which of the toolchain's tools are here; a tool that only a check on request needs is not missed.
    package var health: HealthCheck {
        let missed = missing.filter { !profile.isExtra($0.name) }
        let here = paths.values.sorted().joined(separator: ", ")
        let absent = missing.isEmpty ? "" : "without \(missing.map(\.name).joined(separator: ", "))"
        return HealthCheck(
            id: profile.id, state: !lacking.isEmpty ? .missing : missed.isEmpty ? .ok : .degraded,
            detail: [here, absent].filter { !$0.isEmpty }.joined(separator: "; "), remedy: missed.first?.install)
    }
}
