/// One command for the sandbox.
package struct SandboxCommand: Sendable {
    package var arguments: [String]
    /// Names of policy layers, from the weakest to the strongest claim.
    package var policies: [String]
    package var mounts: [SandboxMount]
    package var environment: [String: String]
    package var directory: String
    package var limits: SandboxLimits
    package var loopback: Bool

    package init(
        _ arguments: [String], policies: [String] = ["base"], mounts: [SandboxMount] = [],
        environment: [String: String] = [:], directory: String = "/",
        limits: SandboxLimits = SandboxLimits(), loopback: Bool = false
    ) {
        self.arguments = arguments
        self.policies = policies
        self.mounts = mounts
        self.environment = environment
        self.directory = directory
        self.limits = limits
        self.loopback = loopback
    }
}
