import AssayCore
import AssaySupport
import FoundationEssentials
import Glibc

/// Verdicts by what they depend on: this program, toolchain, profile, policies, limits, task and files.
///
/// Only verdicts that the files alone decide are kept: load or luck may have made a timeout.
package struct VerdictCache: Sendable {
    private let folder: String
    /// The size and modification time of the running program, which identify its build.
    private let program: String
    private static let kept: Set<Verdict> = [
        .passed, .failed, .compileError, .interfaceViolation, .tamperingSuspected, .sandboxViolation, .crashed,
    ]

    /// Opens the cache of this user, and removes some of the entries that were not read for a month.
    package init() {
        folder = CacheFolder.path + "/verdicts"
        var status = stat()
        let own = stat("/proc/self/exe", &status) == 0
        program = own ? "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)" : UUID().uuidString
        sweep()
    }

    /// The name of a verdict: a digest of all it depends on.
    func key(_ parts: String...) -> String { Digest.of(([program] + parts).joined(separator: "\u{0}")) }

    /// Returns a verdict that is known, said to be cached; one that its own checks contradict is none.
    func report(_ key: String) -> ReviewReport? {
        let path = place(key)
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            var report = try? JSON.decode(ReviewReport.self, text), VerdictPolicy.agrees(report)
        else { return nil }
        utimensat(AT_FDCWD, path, nil, 0)
        report.cached = true
        return report
    }

    /// Keeps a verdict; a cache that cannot be written is none.
    func keep(_ report: ReviewReport, _ key: String) {
        guard Self.kept.contains(report.verdict), let text = try? JSON.line(report) else { return }
        let path = place(key)
        let parent = path.parentFolder
        try? FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try? Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    }

    private func place(_ key: String) -> String { "\(folder)/\(key.prefix(2))/\(key.dropFirst(2)).json" }

    private func sweep() {
        let digits = Array("0123456789abcdef")
        let part = "\(folder)/\(digits[Int.random(in: 0..<16)])\(digits[Int.random(in: 0..<16)])"
        let oldest = time(nil) - 30 * 86400
        for name in (try? FileManager.default.contentsOfDirectory(atPath: part)) ?? [] {
            var status = stat()
            if stat("\(part)/\(name)", &status) == 0, status.st_mtim.tv_sec < oldest { unlink("\(part)/\(name)") }
        }
    }
}
