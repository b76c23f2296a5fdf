import AssaySupport

/// The patterns by which a workspace names the folders of its members: `*` within one name, `**` over several, `{a,b}`, and `!`
/// before what is left out.
struct FolderPatterns {
    private let taken: [[Substring]]
    private let leftOut: [[Substring]]

    /// Reads patterns; nil where one is of a kind that is not known here.
    init?(_ patterns: [String], except: [String] = []) {
        let all = patterns.filter { !$0.hasPrefix("!") }
        let out = except + patterns.filter { $0.hasPrefix("!") }.map { String($0.dropFirst()) }
        guard (all + out).allSatisfy({ !$0.contains("?") && !$0.contains("[") && !$0.contains("(") }) else { return nil }
        var read: [[[Substring]]] = []
        for group in [all, out] {
            let plain = group.flatMap(Self.alternatives)
            let resolved = plain.compactMap { RelativePath.resolved($0, in: "") }
            guard resolved.count == plain.count else { return nil }
            read.append(resolved.map { Self.parts($0[...]) })
        }
        (taken, leftOut) = (read[0], read[1])
    }

    /// Whether a folder is named.
    func match(_ folder: String) -> Bool {
        let parts = Self.parts(folder[...])
        return taken.contains { Self.fits(parts[...], $0[...]) } && !leftOut.contains { Self.fits(parts[...], $0[...]) }
    }

    private static func parts(_ text: Substring) -> [Substring] { text.split(separator: "/") }

    private static func fits(_ parts: ArraySlice<Substring>, _ pattern: ArraySlice<Substring>) -> Bool {
        guard let first = pattern.first else { return parts.isEmpty }
        if first == "**" {
            return fits(parts, pattern.dropFirst()) || !parts.isEmpty && fits(parts.dropFirst(), pattern)
        }
        guard let part = parts.first, FileName.matches(String(part), String(first)) else { return false }
        return fits(parts.dropFirst(), pattern.dropFirst())
    }

    /// A pattern once for each of its words in braces.
    private static func alternatives(_ pattern: String) -> [String] {
        guard let open = pattern.firstIndex(of: "{"), let close = pattern[open...].firstIndex(of: "}") else { return [pattern] }
        let words = pattern[pattern.index(after: open)..<close].split(separator: ",", omittingEmptySubsequences: false).prefix(32)
        let rest = alternatives(String(pattern[pattern.index(after: close)...])).prefix(32)
        return words.flatMap { word in rest.map { pattern[..<open] + word + $0 } }
    }
}
