import AssaySupport
import FoundationEssentials

extension GitRepository {
    /// Applies a patch file to a folder, which need be no repository; throws git's own words, with the folder unchanged, when it does not apply.
    ///
    /// Line ends count only where a patch with the other line ends does not apply; a last line without a line end is completed.
    static func apply(_ file: String, to folder: String, named name: String, of project: String) async throws {
        let scratch = try ScratchFolder(name: "apply")
        let complete = scratch.path + "/change.patch"
        guard var patch = try? Data(contentsOf: URL(filePath: file)) else {
            throw InputError(name, "cannot be read", kind: .missing)
        }
        if patch.last != UInt8(ascii: "\n") { patch.append(UInt8(ascii: "\n")) }
        let settings = try await GitSettings.withoutFilters(of: folder, ceiling: folder)
        var first: String?
        for candidate in [patch] + withOtherLineEnds(patch) {
            try candidate.write(to: URL(filePath: complete))
            let applied = try await git(["apply", "--whitespace=nowarn", "--binary", complete], in: folder, ceiling: folder, settings: settings)
            if applied.succeeded { return }
            first = first ?? applied.error
        }
        throw InputError(name, "does not apply to \(project): \(reason(first ?? ""))")
    }

    /// The patch with LF for CRLF, and with CRLF in its hunks, where that is another patch.
    private static func withOtherLineEnds(_ patch: Data) -> [Data] {
        let (cr, lf) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
        var (plain, crossed) = (Data(), Data())
        var isHunk = false
        for line in patch.split(separator: lf, omittingEmptySubsequences: false).dropLast() {
            let text = line.prefix(line.count - line.reversed().prefix { $0 == cr }.count)
            plain += text + [lf]
            if text.starts(with: Array("@@ ".utf8)) {
                isHunk = true
            } else if text.starts(with: Array("diff ".utf8)) || text.starts(with: Array("--- ".utf8)) {
                isHunk = false
            } else if isHunk, text.first != UInt8(ascii: "\\") {
                crossed += text + [cr, lf]
                continue
            }
            crossed += text + [lf]
        }
        return [plain, crossed].filter { $0 != patch }
    }

    /// What git said, its own prefixes taken off.
    private static func reason(_ error: String) -> String {
        let lines = error.lines.map { $0.hasPrefix("error: ") ? String($0.dropFirst(7)) : String($0) }.filter { !$0.trimmed.isEmpty }
        // An option of git's that nobody can give here.
        return TerminalText.line(lines.joined(separator: "; ").replacing(" (allow with \"--allow-empty\")", with: ""), limit: 400)
    }
}
