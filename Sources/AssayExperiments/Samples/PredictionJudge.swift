package import AssayCore
import AssayRepositories
package import AssaySuites
package import AssaySupport
import AssayToolchains
package import AssayVerify
import FoundationEssentials

/// Judges patches in SWE-bench's form, each on the project of its instance: the folder of that name, or the folder itself.
package struct PredictionJudge {
    private let folder: String
    /// What a data set says of the instances; empty where none is named.
    private let instances: [ExactName: Instance]
    private let reruns: Int
    /// Makes a context for the task of a project.
    private let makeContext: (CodingTask) async throws -> VerificationContext
    private var contexts: [Set<Language>: VerificationContext] = [:]
    /// The digest of each project before any patch, by which predictions for the same instance are comparable.
    private var digests: [ExactName: String] = [:]

    /// Judges on the projects in a folder; each verification is repeated `reruns` times.
    package init(
        folder: String, instances: InstanceFile? = nil, reruns: Int, makeContext: @escaping (CodingTask) async throws -> VerificationContext
    ) {
        self.folder = folder
        self.instances = instances?.instances ?? [:]
        self.reruns = reruns
        self.makeContext = makeContext
    }

    /// Parts predictions into those whose instance is known and errors that name the others, which no model is to blame for.
    package func known(of predictions: [Prediction], from file: String) -> (known: [Prediction], unknown: [InputError]) {
        // A folder without a folder of any instance is the project itself.
        let hasFolders = predictions.contains { Self.isFolder(place(of: $0)) }
        var (known, unknown): ([Prediction], [InputError]) = ([], [])
        for prediction in predictions {
            let place = "\(file): instance '\(TerminalText.line(prediction.instance))'"
            if hasFolders, !Self.isFolder(self.place(of: prediction)) {
                unknown.append(InputError(place, "has no folder in \(folder)"))
            } else if !instances.isEmpty, instances[ExactName(prediction.instance)] == nil {
                unknown.append(InputError(place, "is not in the file of instances"))
            } else {
                known.append(prediction)
            }
        }
        return (known, unknown)
    }

    private func place(of prediction: Prediction) -> String { "\(folder)/\(prediction.instance)" }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }

    /// Judges one patch; one that cannot be applied is an interface violation.
    package mutating func judge(_ prediction: Prediction) async throws -> SampleResult {
        let own = place(of: prediction)
        let project = Self.isFolder(own) ? own : folder
        let instance = instances[ExactName(prediction.instance)]
        let digest =
            if let known = digests[ExactName(project)] { known } else { try await ProjectFiles.contents(of: project).tree.digest }
        digests[ExactName(project)] = digest
        var extra: [String: JSONValue] = ["model_name_or_path": .string(prediction.model)]
        let report: ReviewReport
        switch try await change(prediction, tests: instance?.testPatch ?? "", in: project) {
        case .success(let change):
            report = try await context(for: change.task).verifier(for: change.task).verify(change.candidate, scope: .full, reruns: reruns)
        case .failure(let refusal):
            extra["reason"] = .string(refusal.why)
            report = ReviewReport(
                task: prediction.instance, scope: .full, verdict: .interfaceViolation, tier: VerdictPolicy.tierWithoutRun(of: .project),
                findings: [Finding(kind: .integrity, rule: "patch", message: refusal.why)], checks: [], limits: SandboxLimits(), toolchain: [:],
                policy: [], sandbox: SandboxSummary(), duration: 0)
        }
        let resolution = (instance?.tests ?? prediction.tests).map { Resolution($0, in: report) }
        extra.merge(resolution?.fields ?? [:]) { $1 }
        let identity = instance.map { Digest.of(digest, $0.testPatch) } ?? digest
        return SampleResult.make(
            task: prediction.instance, sample: 0, report: report, digest: Digest.of(prediction.instance, identity), extra: extra,
            isResolved: resolution?.isResolved)
    }

    /// Why a patch cannot be judged by running: a failure of the model, not of the harness.
    private struct Refusal: Error { var why: String }

    private func change(_ prediction: Prediction, tests: String, in project: String) async throws -> Result<RepositoryTask, Refusal> {
        if prediction.patch.trimmed.isEmpty { return .failure(Refusal(why: "the patch is empty")) }
        let scratch = try ScratchFolder(name: "prediction")
        let patch = scratch.path + "/model.patch"
        try Files.write(prediction.patch.withFinalNewline, to: patch)
        do {
            let changes = try await RepositoryTask.patched(
                project, by: patch, tests: tests, isAuthored: false, layouts: ToolchainProfile.layouts())
            guard let first = changes.first else { throw InputError(project, "holds no project") }
            return .success(first)
        } catch let error as InputError where error.place == patch {
            return .failure(Refusal(why: "the patch does not apply"))
        }
    }

    private mutating func context(for task: CodingTask) async throws -> VerificationContext {
        if let known = contexts[task.languages] { return known }
        let made = try await makeContext(task)
        contexts[task.languages] = made
        return made
    }
}
