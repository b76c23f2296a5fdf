/// A package manager that can fetch what a project depends on.
package enum PackageManager: String, Codable, CaseIterable, Sendable {
    case pip, npm, cargo, go, swift, maven

    /// The package manager of a language; nil where none is known.
    package init?(of language: Language) {
        switch language {
        case .python: self = .pip
        case .javascript, .typescript: self = .npm
        case .rust: self = .cargo
        case .go: self = .go
        case .swift: self = .swift
        case .java: self = .maven
        default: return nil
        }
    }
}
