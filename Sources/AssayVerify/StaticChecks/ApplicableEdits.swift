import AssayCore
import AssaySupport

extension [TextEdit] {
    /// Whether all edits name places that the files have, in lines whose columns every tool counts alike, and do not overlap.
    ///
    /// Some tools count bytes and others characters; they agree where a line is ASCII.
    func areApplicable(to tree: FileTree) -> Bool {
        var lines: [String: [Substring]] = [:]
        func line(_ path: String, _ number: Int) -> Substring? {
            if lines[path] == nil { lines[path] = tree[path]?.allLines }
            guard let all = lines[path], number >= 1, number <= all.count else { return nil }
            return all[number - 1]
        }
        func has(_ path: String, _ number: Int, _ column: Int) -> Bool {
            guard let text = line(path, number), text.utf8.allSatisfy({ $0 < 128 }) else { return false }
            return column >= 1 && column <= text.utf8.count + 1
        }
        let sorted = sorted { ($0.path, $0.line, $0.column) < ($1.path, $1.line, $1.column) }
        let areApart = zip(sorted, sorted.dropFirst()).allSatisfy { $0.path != $1.path || ($0.endLine, $0.endColumn) <= ($1.line, $1.column) }
        return areApart
            && allSatisfy { edit in
                (edit.line, edit.column) <= (edit.endLine, edit.endColumn) && has(edit.path, edit.line, edit.column)
                    && has(edit.path, edit.endLine, edit.endColumn)
            }
    }
}
