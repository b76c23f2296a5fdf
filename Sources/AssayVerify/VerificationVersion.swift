/// The version of the logic that makes verdicts: strategies, parsers, drivers and `VerdictPolicy`.
///
/// It is raised whenever a candidate can get another verdict than before, so that results of different versions are
/// told apart: a run is not gone on with under another version, a cached verdict of another is not used.
package enum VerificationVersion {
    package static let current = 2
}
