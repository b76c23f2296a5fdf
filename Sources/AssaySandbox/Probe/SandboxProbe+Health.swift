package import AssayCore

extension SandboxProbe {
    /// Checks each layer of the sandbox on this host, and the isolation level that follows.
    package func health(on host: HostFacts) -> [HealthCheck] {
        let isBare = isolationLevel == .bare
        // The user matters only without namespaces.
        let layers = capabilities.filter { $0.id != "user" || isBare }.map { layer in
            // Without a cgroup the sandbox still contains, but distinguishes fewer limits; the level `bare` needs no namespaces.
            let isSpared = layer.id == "cgroup" || layer.id == "namespaces" && isBare
            return HealthCheck(
                id: "sandbox \(layer.id)", state: layer.ok ? .ok : isSpared ? .degraded : .missing,
                detail: layer.ok ? layer.detail : "\(layer.stage): \(layer.detail)", remedy: layer.ok ? nil : host.remedy(for: layer))
        }
        let level = HealthCheck(
            id: "sandbox isolation level", state: isolationLevel == .full ? .ok : isolationLevel == nil ? .missing : .degraded,
            detail: (isolationLevel?.rawValue ?? "none: nothing will be run") + (isBare ? ": nothing will be run unless it is accepted" : ""),
            remedy: isBare ? "--min-isolation bare, or minimum_isolation: bare in assay.yaml" : nil)
        return layers + [level]
    }
}
