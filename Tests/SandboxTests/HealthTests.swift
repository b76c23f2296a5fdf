import AssayCore
import AssaySandbox
import AssaySupport
import Testing

@Suite struct HealthTests {
    /// A probe as the launcher prints it, with some of its layers missing.
    private func probe(tier: Int, missing: Set<String>) throws -> SandboxProbe {
        let layers = ["namespaces", "seccomp", "cgroup", "user"].map { id in
            "{\"id\": \"\(id)\", \"ok\": \(!missing.contains(id)), \"errno\": 1, \"stage\": \"step\", \"detail\": \"words\"}"
        }
        return try JSON.decode(SandboxProbe.self, "{\"tier\": \(tier), \"uid\": 0, \"capabilities\": [\(layers.joined(separator: ", "))]}")
    }

    @Test(
        "what the sandbox can do without is degraded, what it needs is missing",
        arguments: [
            (1, [], [:]), (2, ["cgroup"], ["sandbox cgroup": .degraded, "sandbox isolation level": .degraded]),
            (3, ["cgroup", "namespaces"], ["sandbox cgroup": .degraded, "sandbox namespaces": .degraded, "sandbox isolation level": .degraded]),
            (0, ["seccomp"], ["sandbox seccomp": .missing, "sandbox isolation level": .missing]),
        ] as [(Int, Set<String>, [String: HealthCheck.State])])
    func states(_ tier: Int, _ missing: Set<String>, _ expected: [String: HealthCheck.State]) throws {
        let health = try probe(tier: tier, missing: missing).health(on: HostFacts())
        let found = Dictionary(uniqueKeysWithValues: health.filter { $0.state != .ok }.map { ($0.id, $0.state) })
        #expect(found == expected)
        // What is wrong with a layer comes with what mends it.
        for check in health where check.state != .ok && check.id != "sandbox isolation level" {
            #expect(check.remedy?.isEmpty == false && check.detail == "step: words")
        }
        // Only without namespaces does it matter whose user runs a command.
        #expect(health.contains { $0.id == "sandbox user" } == (tier == 3))
    }
}
