import AssaySupport

/// A name in source code with places that are filled in when the code runs, such as JavaScript's `twice ${x}`.
struct NamePattern {
    /// The fixed parts of the name between the variable ones.
    private let parts: [Substring]

    /// Makes a pattern of a name; nil for a name without a variable part.
    init?(_ name: String) {
        parts = name.split(separator: /\$\{[^}]*\}/, omittingEmptySubsequences: false)
        if parts.count < 2 { return nil }
    }

    /// Whether a name is this one with something in its places.
    func fits(_ name: String) -> Bool {
        guard let first = parts.first, let last = parts.last, name.hasPrefix(first) else { return false }
        var rest = name.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}
