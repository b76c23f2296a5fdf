import ArgumentParser
import AssayRender
import AssayToolchains
import FoundationEssentials

/// Which options go together, and which are for a folder only.
extension VerifyCommand {
    /// What is said of a samples file without a suite.
    static let needsSuite = "a samples file needs --suite FILE to say what it answers"
    /// What is said of a folder with a suite and no task.
    static let needsTask = "a folder with --suite needs --task ID as well"

    func validate() throws {
        guard (place == nil) != (repo == nil) else { throw ValidationError("name a folder or a samples file, or --repo DIR with --base REV") }
        guard repo == nil || base != nil else { throw ValidationError("--repo needs --base REV to say what the change is against") }
        guard jobs > 0, jobs <= 64 else { throw ValidationError("--jobs is 1 to 64") }
        guard (0...100).contains(rerun ?? 0) else { throw ValidationError("--rerun is 0 to 100") }
        guard [patch, base, predictions].count(where: { $0 != nil }) <= 1 else {
            throw ValidationError("--patch, --base and --predictions exclude each other")
        }
        guard !project.fetching.isAsked || suite == nil else { throw ValidationError("--fetch is for the projects of a folder, not for the tasks of a suite") }
        guard instances == nil || predictions != nil else { throw ValidationError("--instances is for --predictions FILE") }
        guard task == nil || suite != nil else { throw ValidationError("--task is for --suite SUITE: it names the task that the folder answers") }
        guard holdoutSeed == nil || suite != nil else {
            throw ValidationError("--holdout-seed is for --suite SUITE with --task: only tasks of a suite have generated test cases")
        }
        let known = Set(((try? ToolchainProfile.known()) ?? []).flatMap(\.optionalChecks)).sorted()
        if let unknown = checks.first(where: { !known.contains($0) }) {
            throw ValidationError("--check '\(unknown)' is not known; known: \(known.joined(separator: ", "))")
        }
        try OutputName.check(output)
        try validateKind()
    }

    /// Throws where an option does not go with what the path is; a path that is not there is told later, as a missing input.
    private func validateKind() throws {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
        guard isFolder else { return try validateSamples() }
        guard suite == nil || task != nil else { throw ValidationError(Self.needsTask) }
        // Results of predictions are JSON Lines, whatever their file is called.
        guard predictions == nil, format == nil, let output, ReportFormat(fileName: output) == nil else { return }
        throw OutputName.unknownFormat(output, known: ".html, .md, .json, .sarif, .xml, .txt, .ctrf.json")
    }

    private func validateSamples() throws {
        guard suite != nil else { throw ValidationError("\(path): \(Self.needsSuite)") }
        let ofFolders = [
            ("--format", format != nil), ("--baseline", baseline != nil), ("--patch", patch != nil), ("--base", base != nil),
            ("--predictions", predictions != nil), ("--python", python != nil), ("--task", task != nil), ("--holdout-seed", holdoutSeed != nil),
        ]
        if let flag = ofFolders.first(where: \.1) { throw ValidationError("\(path): \(flag.0) is for a folder, not for samples") }
    }
}
