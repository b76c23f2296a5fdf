/// A value of an enumeration as it was stored; a word that this version does not know is kept as it is.
package enum StoredWord<Value: RawRepresentable<String> & Sendable>: Sendable {
    /// A value that this version knows.
    case known(Value)
    /// A word of another version.
    case unknown(String)
}

extension StoredWord: RawRepresentable, Equatable, Codable {
    /// The stored word.
    package var rawValue: String {
        switch self {
        case .known(let value): value.rawValue
        case .unknown(let word): word
        }
    }

    /// Reads any word.
    package init(rawValue: String) { self = Value(rawValue: rawValue).map { .known($0) } ?? .unknown(rawValue) }
}
