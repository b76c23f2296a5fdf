/// One command for the sandbox.
package struct SandboxCommand: Sendable {
    /// The program and its arguments.
    package var arguments: [String]
    /// Names of policy layers, from the weakest to the strongest claim.
    package var policies: [String]
    /// The folders that the command sees.
    package var mounts: [SandboxMount]
    /// The environment variables besides those of the policies.
    package var environment: [String: String]
    /// The working directory inside the sandbox.
    package var directory: String
    /// The limits of the run.
    package var limits: SandboxLimits
    /// Whether the command has a loopback network of its own; it never has another.
    package var loopback: Bool

    /// Makes a command; without further words it has no mounts, environment or network.
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
