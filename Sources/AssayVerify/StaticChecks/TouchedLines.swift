import AssayCore
import AssaySupport

/// The lines of a candidate that differ from the pristine tree.
struct TouchedLines {
    private let pristine: FileTree
    private var lines: [String: Set<Int>] = [:]
    /// A folder that is judged as it is contains no change.
    private let hasChanges: Bool

    init(_ candidate: Candidate, over pristine: FileTree) {
        self.pristine = pristine
        hasChanges = !candidate.isEmpty
        for path in candidate.files.paths {
            guard let old = pristine[path], let new = candidate.files[path] else { continue }
            let after = new.allLines
            let before = old.allLines
            let inserted = after.difference(from: before).insertions.map { change in
                if case .insert(let offset, _, _) = change { offset + 1 } else { 0 }
            }
            lines[path] = Set(inserted)
        }
    }

    /// Marks static findings that the candidate did not make.
    func mark(_ findings: [Finding]) -> [Finding] {
        guard hasChanges else { return findings }
        return findings.map { finding in
            guard finding.kind == .staticCheck, let path = finding.path, let line = finding.line, pristine.contains(path),
                !(lines[path]?.contains(line) ?? false)
            else { return finding }
            var finding = finding
            finding.preexisting = true
            return finding
        }
    }
}
