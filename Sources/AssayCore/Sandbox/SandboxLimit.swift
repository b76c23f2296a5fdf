/// A limit of the sandbox that a command can reach; the raw values are the launcher's and the report's.
package enum SandboxLimit: String, Sendable, Codable, CaseIterable {
    case memory, cpu, wall, idle, output, disk, inodes, processes

    /// Whether it is a limit of time, which endless programs reach.
    package var isOfTime: Bool { [.cpu, .wall, .idle].contains(self) }
}
