import AssaySupport

/// Reads the end of a build that failed without a diagnostic that is known.
package enum BuildEnd {
    /// Returns the last lines that say why: those about errors with a line after each or, without any, the last of all.
    ///
    /// The lines of tools that only tell what their parts did are left out, such as make's `*** [all] Error 2`.
    package static func words(_ text: String, limit: Int = 8) -> String {
        let lines = TerminalText.clean(String(text.suffix(100_000)), limit: 100_000).lines.map(String.init).filter { !$0.trimmed.isEmpty }
        let errors = lines.indices.filter { index in
            lines[index].contains(/(?i)\b(?:error|fatal|failed|failure|not found|cannot|undefined|no such|denied|missing|panic)\b/) && !isFrame(lines[index])
        }
        guard let first = errors.suffix(limit / 2).first else { return lines.filter { !isFrame($0) }.suffix(limit).joined(separator: "\n") }
        let kept = Set(errors.flatMap { [$0, $0 + 1] })
        return lines.indices.filter { $0 >= first && kept.contains($0) && !isFrame(lines[$0]) }.suffix(limit).map { lines[$0] }.joined(separator: "\n")
    }

    /// Whether a line only says that another part has failed.
    private static func isFrame(_ line: String) -> Bool {
        line.contains(/^g?make(?:\[\d+\])?: \*\*\* \[|^ninja: build stopped|^-- Configuring incomplete|^See also |^make(?:\[\d+\])?: (?:Entering|Leaving)/)
    }
}
