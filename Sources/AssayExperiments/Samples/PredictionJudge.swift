package import AssayCore
import AssayRepositories
package import AssaySuites
import AssaySupport
import AssayToolchains
package import AssayVerify
import FoundationEssentials

/// Judges patches in SWE-bench's form, each on the project of its instance: the folder of that name, or the folder itself.
package struct PredictionJudge {
    private let folder: String
    private let reruns: Int
    /// Makes a context for the task of a project.
    private let makeContext: (CodingTask) async throws -> VerificationContext
    private var contexts: [Set<Language>: VerificationContext] = [:]
    /// The digest of each project before any patch, by which predictions for the same instance are comparable.
    private var digests: [ExactName: String] = [:]

    /// Judges on the projects in a folder; each verification is repeated `reruns` times.
    package init(folder: String, reruns: Int, makeContext: @escaping (CodingTask) async throws -> VerificationContext) {
        self.folder = folder
        self.reruns = reruns
        self.makeContext = makeContext
    }

    /// Judges one patch; one that cannot be applied is an interface violation.
    package mutating func judge(_ prediction: Prediction) async throws -> SampleResult {
        let own = "\(folder)/\(prediction.instance)"
        let project = FileManager.default.fileExists(atPath: own) ? own : folder
        let digest =
            if let known = digests[ExactName(project)] { known } else { try await ProjectFiles.contents(of: project).tree.digest }
        digests[ExactName(project)] = digest
        var extra: [String: JSONValue] = ["model_name_or_path": .string(prediction.model)]
        let report: ReviewReport
        switch try await change(prediction, in: project) {
        case .success(let change):
            report = try await context(for: change.task).verifier(for: change.task).verify(change.candidate, scope: .full, reruns: reruns)
        case .failure(let refusal):
            extra["reason"] = .string(refusal.why)
            report = ReviewReport(
                task: prediction.instance, scope: .full, verdict: .interfaceViolation, tier: VerdictPolicy.tierWithoutRun(of: .project),
                findings: [Finding(kind: .integrity, rule: "patch", message: refusal.why)], checks: [], limits: SandboxLimits(), toolchain: [:],
                policy: [], sandbox: SandboxSummary(), duration: 0)
        }
        return SampleResult.make(
            task: prediction.instance, sample: 0, report: report, digest: Digest.of(prediction.instance, digest), extra: extra)
    }

    /// Why a patch cannot be judged by running: a failure of the model, not of the harness.
    private struct Refusal: Error { var why: String }

    private func change(_ prediction: Prediction, in project: String) async throws -> Result<RepositoryTask, Refusal> {
        if prediction.patch.trimmed.isEmpty { return .failure(Refusal(why: "the patch is empty")) }
        let scratch = try ScratchFolder(name: "prediction")
        let patch = scratch.path + "/model.patch"
        try Files.write(prediction.patch.withFinalNewline, to: patch)
        do {
            let changes = try await RepositoryTask.patched(project, by: patch, isAuthored: false, layouts: ToolchainProfile.layouts())
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
