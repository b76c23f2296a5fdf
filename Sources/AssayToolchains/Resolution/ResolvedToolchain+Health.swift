package import AssayCore

extension ResolvedToolchain {
    /// Checks which tools of the toolchain are installed; a tool that only an optional check needs is not reported missing.
    package var health: HealthCheck {
        let missed = missing.filter { !profile.isExtra($0.name) }
        let here = paths.values.sorted().joined(separator: ", ")
        let absent = missing.isEmpty ? "" : "without \(missing.map(\.name).joined(separator: ", "))"
        return HealthCheck(
            id: profile.id, state: !lacking.isEmpty ? .missing : missed.isEmpty ? .ok : .degraded,
            detail: [here, absent].filter { !$0.isEmpty }.joined(separator: "; "), remedy: missed.first?.install)
    }
}
