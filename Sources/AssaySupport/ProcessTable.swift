import FoundationEssentials
import Glibc

/// The processes of this machine, as `/proc` shows them (proc(5)); a process that ends while it is read is not there.
package enum ProcessTable {
    /// The numbers of the processes whose arguments meet a condition, in no order.
    package static func processes(where holds: ([String]) -> Bool) -> [Int32] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }.filter { holds(arguments(of: $0)) }
    }

    /// The arguments of a process; none of one that has ended, and of the kernel's own.
    package static func arguments(of process: Int32) -> [String] {
        text("\(process)/cmdline").split(separator: "\0").map(String.init)
    }

    /// The processes that one has begun and not yet waited for.
    package static func children(of process: Int32) -> [Int32] {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        return threads.flatMap { text("\(process)/task/\($0)/children").split(separator: " ").compactMap { Int32($0) } }
    }

    /// Not by Foundation, which keeps its buffer for good where a file of a process that ends cannot be read to its end.
    private static func text(_ path: String) -> String { String(decoding: FolderReader.content(of: "/proc/" + path) ?? Data(), as: UTF8.self) }
}
