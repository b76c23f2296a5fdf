package import AssayCore
package import AssaySupport
import Glibc

/// The summary of a job of GitHub Actions: a report as Markdown, added to the file that `GITHUB_STEP_SUMMARY` names.
package enum JobSummary {
    /// The most bytes that a step's summary may have; GitHub shows none of a larger one.
    private static let mostBytes = 1 << 20

    /// The file of this step; nil outside of such a job.
    package static var file: String? {
        getenv("GITHUB_STEP_SUMMARY").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Adds a report to a file, as much of it as there is room for.
    package static func append(_ report: ReviewReport, to path: String) throws(InputError) {
        let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw unwritable(path) }
        defer { close(file) }
        var status = stat()
        let room = fstat(file, &status) == 0 ? mostBytes - Int(status.st_size) : 0
        var rest = Array(text(report, most: room).utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw unwritable(path) }
            rest = rest.dropFirst(count)
        }
    }

    /// The report, cut between lines where it is longer than some bytes.
    static func text(_ report: ReviewReport, most: Int) -> String {
        let whole = MarkdownReport.render(report) + "\n"
        guard whole.utf8.count > most else { return whole }
        let note = "\n*The rest is longer than a summary may be.*\n"
        var (kept, size) = ([Substring](), note.utf8.count)
        for line in whole.allLines {
            size += line.utf8.count + 1
            guard size <= most else { break }
            kept.append(line)
        }
        return kept.isEmpty ? "" : kept.joined(separator: "\n") + note
    }

    private static func unwritable(_ path: String) -> InputError {
        InputError(path, "the job summary cannot be written: \(String(cString: strerror(errno))); check GITHUB_STEP_SUMMARY", kind: .unwritable)
    }
}
