/// The version of the logic that makes verdicts: strategies, parsers, drivers and `VerdictPolicy`.
///
/// It is raised whenever a candidate can get another verdict than before, so that results of different versions are
/// not mixed: a run is not resumed under another version, and a cached verdict of another one is not used.
package enum VerificationVersion {
    /// The version of this program.
    package static let current = 9
}
