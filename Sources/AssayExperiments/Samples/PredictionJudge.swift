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
    /// What a data set says of the instances; nil where none is named.
    private let instances: [ExactName: Instance]?
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
        self.instances = instances?.instances
        self.reruns = reruns
        self.makeContext = makeContext
    }

    /// Parts predictions into those whose instance is known and errors that name the others, which no model is to blame for.
    package func known(of predictions: [Prediction], from file: String) -> (known: [Prediction], unknown: [InputError]) {
        // A folder without a folder of any instance is the project itself.
        let hasFolders = predictions.contains { ownFolder(of: $0) != nil }
        var (known, unknown): ([Prediction], [InputError]) = ([], [])
        for prediction in predictions {
            let place = "\(file): instance '\(TerminalText.line(prediction.instance))'"
            if hasFolders, ownFolder(of: prediction) == nil {
                unknown.append(InputError(place, "has no folder in \(folder)"))
            } else if instances != nil, instance(of: prediction) == nil {
                unknown.append(InputError(place, "is not in the file of instances"))
            } else {
                known.append(prediction)
            }
        }
        return (known, unknown)
    }

    /// The folder of a prediction's instance; nil where there is none.
    private func ownFolder(of prediction: Prediction) -> String? {
        let path = "\(folder)/\(prediction.instance)"
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder ? path : nil
    }

    /// Judges one patch; one that cannot be applied is an interface violation.
    ///
    /// What the harness lacks for one instance is told in its row and keeps no other from being judged.
    package mutating func judge(_ prediction: Prediction) async throws -> SampleResult {
        let reason: String
        do {
            return try await judged(prediction)
        } catch let error as HarnessError {
            reason = error.message
        } catch let error as InputError {
            reason = error.description
        }
        return SampleResult.make(
            task: prediction.instance, sample: 0, report: Self.report(on: prediction, .harnessError, reason),
            digest: (try? await identity(of: prediction)) ?? "unknown", extra: Self.extra(prediction, reason: reason))
    }

    /// The folder that holds the project of a prediction.
    private func project(of prediction: Prediction) -> String { ownFolder(of: prediction) ?? folder }

    /// What the data set says of a prediction's instance.
    private func instance(of prediction: Prediction) -> Instance? { instances?[ExactName(prediction.instance)] }

    /// The tests that decide: a data set's word on them is not its predictions' to change.
    private func tests(of prediction: Prediction) -> ResolvingTests? {
        instances == nil ? prediction.tests : instance(of: prediction)?.tests
    }

    /// The digest of what a prediction is judged by: its instance's project, tests and the names of those that decide.
    private mutating func identity(of prediction: Prediction) async throws -> String {
        let project = project(of: prediction)
        let digest =
            if let known = digests[ExactName(project)] { known } else { try await ProjectFiles.contents(of: project).tree.digest }
        digests[ExactName(project)] = digest
        let named = tests(of: prediction).map { ($0.failToPass + ["", ""] + $0.passToPass).joined(separator: "\n") } ?? ""
        return Digest.of(prediction.instance, digest, instance(of: prediction)?.testPatch ?? "", named)
    }

    private static func extra(_ prediction: Prediction, reason: String? = nil) -> [String: JSONValue] {
        var extra: [String: JSONValue] = ["model_name_or_path": .string(prediction.model)]
        if let reason { extra["reason"] = .string(TerminalText.line(reason, limit: 500)) }
        return extra
    }

    /// A report on a patch that was not run.
    private static func report(on prediction: Prediction, _ verdict: Verdict, _ reason: String) -> ReviewReport {
        ReviewReport(
            task: prediction.instance, scope: .full, verdict: verdict, tier: VerdictPolicy.tierWithoutRun(of: .project),
            findings: [Finding(kind: .integrity, rule: "patch", message: reason)], checks: [], limits: SandboxLimits(), toolchain: [:],
            policy: [], sandbox: SandboxSummary(), duration: 0)
    }

    private mutating func judged(_ prediction: Prediction) async throws -> SampleResult {
        let identity = try await identity(of: prediction)
        let (report, reason): (ReviewReport, String?)
        switch try await change(prediction) {
        case .success(let change):
            let verifier = try await context(for: change.task).verifier(for: change.task)
            (report, reason) = (try await verifier.verify(change.candidate, scope: .full, reruns: reruns), nil)
        case .failure(let refusal):
            (report, reason) = (Self.report(on: prediction, .interfaceViolation, refusal.why), refusal.why)
        }
        let resolution = tests(of: prediction).map { Resolution($0, in: report) }
        return SampleResult.make(
            task: prediction.instance, sample: 0, report: report, digest: identity,
            extra: Self.extra(prediction, reason: reason).merging(resolution?.fields ?? [:]) { $1 }, isResolved: resolution?.isResolved)
    }

    /// Why a patch cannot be judged by running: a failure of the model, not of the harness.
    private struct Refusal: Error { var why: String }

    private func change(_ prediction: Prediction) async throws -> Result<RepositoryTask, Refusal> {
        if prediction.patch.trimmed.isEmpty { return .failure(Refusal(why: "the patch is empty")) }
        let (project, tests) = (project(of: prediction), instance(of: prediction)?.testPatch ?? "")
        let scratch = try ScratchFolder(name: "prediction")
        let patch = scratch.path + "/model.patch"
        try Files.write(prediction.patch.withFinalNewline, to: patch)
        do {
            let changes = try await RepositoryTask.patched(
                project, by: patch, tests: tests, isAuthored: false, layouts: ToolchainProfile.layouts())
            guard let first = changes.first else { throw InputError(project, "holds no project") }
            if let path = first.replacedFolder {
                return .failure(Refusal(why: "the patch puts a file in the place of the folder '\(TerminalText.line(path))', which holds tests"))
            }
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
