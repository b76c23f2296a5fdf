extension Sequence<String> {
    /// The first names of many, and how many more there are: `a, b and 3 more`.
    package func listed(atMost most: Int = 5) -> String {
        let names = Array(self)
        return names.prefix(most).joined(separator: ", ") + (names.count > most ? " and \(names.count - most) more" : "")
    }
}
