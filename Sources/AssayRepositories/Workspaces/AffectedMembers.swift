import AssaySupport

/// The members of a workspace that a change can make fail: those that it touches and those that depend on them.
package enum AffectedMembers: Sendable, Equatable {
    /// All, and why.
    case everything(because: String)
    /// Some: what was changed, what depends on it by the name of what it depends on, and the rest.
    case some(changed: Set<String>, dependent: [String: String], unaffected: Set<String>)

    /// The names of the affected members; nil for all of them.
    package var names: Set<String>? {
        switch self {
        case .everything: nil
        case .some(let changed, let dependent, _): changed.union(dependent.keys)
        }
    }
}

extension ProjectWorkspace {
    /// Returns the members that are affected by a change of files at some paths.
    ///
    /// A file that belongs to no member affects all of them; a document outside of the members affects those that name it, which
    /// `mentioning` tells.
    package func affected(by paths: some Sequence<String>, mentioning: (String) -> Set<String> = { _ in [] }) -> AffectedMembers {
        if let unknown { return .everything(because: unknown) }
        var changed: Set<String> = []
        for path in paths {
            let owners = owners(of: path)
            if !owners.isEmpty {
                changed.formUnion(owners)
            } else if WorkspaceDocument.contains(path) {
                changed.formUnion(mentioning(path))
            } else {
                return .everything(because: "'\(path)' belongs to no member")
            }
        }
        let dependent = dependents(of: changed)
        return .some(changed: changed, dependent: dependent, unaffected: Set(members.map(\.name)).subtracting(changed).subtracting(dependent.keys))
    }

    /// The members that depend on some others, however far, each with one that it depends on itself.
    private func dependents(of changed: Set<String>) -> [String: String] {
        var found: [String: String] = [:]
        var next = changed
        while !next.isEmpty {
            let reached = next
            next = []
            for member in members where !changed.contains(member.name) && found[member.name] == nil {
                guard let first = member.dependencies.intersection(reached).min() else { continue }
                found[member.name] = first
                next.insert(member.name)
            }
        }
        return found
    }
}
