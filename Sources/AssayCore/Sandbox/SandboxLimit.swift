/// A limit of the sandbox that a command can reach; the raw values are the launcher's and the report's.
package enum SandboxLimit: String, Sendable, Codable, CaseIterable {
    case memory, cpu, wall, idle, output, disk, inodes, processes

    /// Whether it is one of time: reached by what hangs, not by what uses too much.
    package var isOfTime: Bool { [.cpu, .wall, .idle].contains(self) }
}
