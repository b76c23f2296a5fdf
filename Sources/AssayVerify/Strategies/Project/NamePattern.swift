import AssaySupport

/// A name in source code with places that are filled in when the code runs, such as JavaScript's `twice ${x}`.
struct NamePattern {
    /// What stands between the places.
    private let parts: [Substring]

    /// Nil for a name without such a place.
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
