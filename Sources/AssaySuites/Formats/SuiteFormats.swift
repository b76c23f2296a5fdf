import AssayCore
import AssaySupport

/// A format of suites that are JSON Lines files, one task a line.
struct LineFormat: Sendable {
    /// Its name and the keys by which it is known, as an error message lists them.
    let name: String
    /// Whether the first line of a file is of this format.
    let fits: @Sendable (JSONLine) -> Bool
    /// Makes the task of a line.
    let task: @Sendable (JSONLine) throws(InputError) -> CodingTask
}

/// A format of suites that are folders; a folder that holds no task of a format is not of it.
struct FolderFormat: Sendable {
    /// Its name.
    let name: String
    /// Names the folders of the tasks in a folder.
    let tasks: @Sendable (String) -> [String]
    /// Makes the task of a folder.
    let task: @Sendable (String) throws(InputError) -> CodingTask
}

/// All formats, in the order in which they are tried: the first that fits reads the suite.
///
/// A new format is one file here in `Formats` and one entry in one of these lists.
enum SuiteFormats {
    static let files = [
        ModuleSuite.format, HumanEvalXSuite.format, QuixBugsSuite.format, MultiPLESuite.format, EvalPlusSuite.format, MBPPSuite.format, HumanEvalSuite.format,
        ExercismSuite.format,
    ]

    static let folders = [HarborSuite.format, ExercismTrack.format, NativeSuite.format]
}
