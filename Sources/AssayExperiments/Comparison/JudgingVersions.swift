package import AssayStore
import AssayVerify

/// Which versions of the logic that makes verdicts judged a set of results.
package struct JudgingVersions: Sendable, Equatable {
    /// The known versions; `nil` stands for verdicts that do not tell theirs, as those of older files.
    package private(set) var versions: Set<Int?> = []

    /// Makes a set of versions.
    package init(_ versions: Int?...) { self.versions = Set(versions) }

    /// Adds the version of one verdict.
    package mutating func insert(_ version: Int?) { versions.insert(version) }

    /// The known ones in order, after them nil if some are not known.
    private var sorted: [Int?] {
        let known: [Int?] = versions.compactMap(\.self).sorted()
        return known + (versions.contains(nil) ? [nil] : [])
    }

    /// The versions with spaces between them, `unknown` for those that are not known.
    package var list: String { sorted.map { $0.map(String.init) ?? "unknown" }.joined(separator: " ") }

    /// The versions in words.
    package var text: String {
        let words = sorted.map { $0.map(String.init) ?? "unknown" }
        return words.count == 1 ? "version \(words[0])" : "versions \(words.joined(separator: " and "))"
    }

    /// Whether the results of two sets are of one version; nil where that is not known of all.
    package func isSame(as other: JudgingVersions) -> Bool? {
        let all = versions.union(other.versions)
        if Set(all.compactMap(\.self)).count > 1 { return false }
        return all.contains(nil) || all.isEmpty ? nil : true
    }

    /// What to say of results of two sets: nothing where all are known to be of one version.
    package func difference(to other: JudgingVersions, names: (String, String)) -> String? {
        guard let isSame = isSame(as: other) else {
            return "whether one version of the verdict logic judged both is unknown (\(names.0): \(text), \(names.1): \(other.text)), "
                + "so a difference may be assay's own; judge both with one version"
        }
        guard !isSame else { return nil }
        return "the verdict logic is not the same (\(names.0): \(text), \(names.1): \(other.text)), so a difference may be assay's own; "
            + "judge both with one version"
    }

    /// What to say of results that the present version has not judged, or not all of them.
    package var note: String? {
        guard versions != [VerificationVersion.current] else { return nil }
        return "judged by \(text) of the verdict logic, which is now at version \(VerificationVersion.current): verdicts made today may differ"
    }
}

extension JudgingVersions: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        for version in sorted { try list.encode(version) }
    }
}

extension ExperimentRecord {
    /// Which version of the verdict logic judged the run.
    package var judged: JudgingVersions { JudgingVersions(verification) }
}
