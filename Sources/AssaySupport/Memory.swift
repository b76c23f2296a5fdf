import FoundationEssentials

/// The memory of this machine.
package enum Memory {
    /// The bytes that new work can take without swapping, by `MemAvailable` of /proc/meminfo (proc_meminfo(5)); nil when that cannot be read.
    package static var available: Int? { available(in: (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? "") }

    /// The same from the text of that file, which counts in KiB.
    static func available(in text: String) -> Int? {
        guard let line = text.lines.first(where: { $0.hasPrefix("MemAvailable:") }) else { return nil }
        return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
    }
}
