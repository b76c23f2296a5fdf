package import AssayCore
import AssayRepositories
package import AssaySuites
package import AssaySupport
import AssayToolchains
package import AssayVerify
import FoundationEssentials

/// Judges patches in SWE-bench's form, each on the project of its instance: the folder of that name, the commit of a repository
/// that an instance in a folder names, or the folder itself.
package struct PredictionJudge {
    private let folder: String
    /// What a data set says of the instances; nil where none is named.
    private let instances: [ExactName: Instance]?
    private let reruns: Int
    /// Makes a context for the task of a project, judged by a Python interpreter.
    private let makeContext: (CodingTask, String?) async throws -> VerificationContext
    /// The Python interpreter or environment of an instance; nil for the usual one.
    private let python: (String) -> String?
    /// Fetches what a folder's files depend on, for a Python interpreter; nil where nothing is fetched.
    package var fetch: ((FileTree, String, String?) async throws -> Void)?
    /// How the fetch for each project, as an interpreter judges it, came out.
    private var fetched: [[String?]: Result<Void, any Error>] = [:]
    private var contexts: [ContextKey: VerificationContext] = [:]
    /// The digest of each project before any patch, by which predictions for the same instance are comparable.
    private var digests: [ExactName: String] = [:]

    /// Judges on the projects in a folder; each verification is repeated `reruns` times.
    package init(
        folder: String, instances: InstanceFile? = nil, reruns: Int, python: @escaping (String) -> String? = { _ in nil },
        makeContext: @escaping (CodingTask, String?) async throws -> VerificationContext
    ) {
        self.folder = folder
        self.instances = instances?.instances
        self.reruns = reruns
        self.python = python
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
            } else if case .failure(let error) = found(of: prediction) {
                unknown.append(error)
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
            digest: (try? await identity(of: prediction)) ?? "unknown", extra: Self.extra(prediction), reason: reason)
    }

    /// The instance that the folder of a prediction is; none where the folder is a project.
    private func found(of prediction: Prediction) -> Result<InstanceFolder?, InputError> {
        Result { () throws(InputError) in
            guard let own = ownFolder(of: prediction) else { return nil }
            return try InstanceFolder.read(own)
        }
    }

    /// Where the project of a prediction is: a folder as it stands, or a commit with settings of its own.
    private struct Place {
        var folder: String
        var revision: String?
        var settings: String?
        /// The folder whose `assay.yaml` messages name.
        var named: String

        /// The project's files before any patch.
        var files: FileTree {
            get async throws {
                if let revision { return try await GitRepository.contents(of: revision, in: folder).tree }
                return try await ProjectFiles.contents(of: folder).tree
            }
        }
    }

    private func project(of prediction: Prediction) throws -> Place {
        let own = ownFolder(of: prediction) ?? folder
        guard let instance = try found(of: prediction).get() else { return Place(folder: own, named: own) }
        return Place(folder: instance.repository, revision: instance.base, settings: instance.settings, named: own)
    }

    /// What the data set, or the folder of the instance, says of a prediction's instance.
    private func instance(of prediction: Prediction) -> Instance? {
        if let instances { return instances[ExactName(prediction.instance)] }
        return (try? found(of: prediction).get())?.instance
    }

    /// The tests that decide: a data set's word on them is not its predictions' to change.
    private func tests(of prediction: Prediction) -> ResolvingTests? {
        let known = instance(of: prediction)
        return instances == nil && known == nil ? prediction.tests : known?.tests
    }

    /// The digest of what a prediction is judged by: its instance's project, tests and the names of those that decide.
    private mutating func identity(of prediction: Prediction) async throws -> String {
        let project = try project(of: prediction)
        let name = ExactName([project.folder, project.revision ?? "", project.settings ?? ""].joined(separator: "\0"))
        let digest: String
        if let known = digests[name] {
            digest = known
        } else {
            let files = try await project.files.digest
            digest = project.revision == nil ? files : Digest.of(files, project.settings ?? "")
        }
        digests[name] = digest
        let named = tests(of: prediction).map { ($0.failToPass + ["", ""] + $0.passToPass).joined(separator: "\n") } ?? ""
        return Digest.of(prediction.instance, digest, instance(of: prediction)?.testPatch ?? "", named)
    }

    private static func extra(_ prediction: Prediction) -> [String: JSONValue] { ["model_name_or_path": .string(prediction.model)] }

    /// A report on a patch that was not run.
    private static func report(on prediction: Prediction, _ verdict: Verdict, _ reason: String) -> ReviewReport {
        ReviewReport(
            task: prediction.instance, scope: .full, verdict: verdict, tier: VerdictPolicy.tierWithoutRun(of: .project),
            findings: [Finding(kind: .integrity, rule: "patch", message: reason)], checks: [], limits: SandboxLimits(), toolchain: [:],
            policy: [], sandbox: SandboxSummary(), duration: 0)
    }

    private mutating func judged(_ prediction: Prediction) async throws -> SampleResult {
        let identity = try await identity(of: prediction)
        try await fetchDependencies(of: prediction)
        let (report, reason): (ReviewReport, String?)
        switch try await change(prediction) {
        case .success(let change):
            let verifier = try await context(for: change.task, python(prediction.instance)).verifier(for: change.task)
            (report, reason) = (try await verifier.verify(change.candidate, scope: .full, reruns: reruns), nil)
        case .failure(let refusal):
            (report, reason) = (Self.report(on: prediction, .interfaceViolation, refusal.why), refusal.why)
        }
        let resolution = tests(of: prediction).map { Resolution($0, in: report) }
        return SampleResult.make(
            task: prediction.instance, sample: 0, report: report, digest: identity,
            extra: Self.extra(prediction), resolution: resolution, reason: reason)
    }

    /// Fetches what the project of a prediction depends on before any patch; once, also where it cannot be had.
    private mutating func fetchDependencies(of prediction: Prediction) async throws {
        guard let fetch else { return }
        let (project, python) = (try project(of: prediction), python(prediction.instance))
        let name = [project.folder, project.revision, python]
        if let known = fetched[name] { return try known.get() }
        let files = try await project.files
        do {
            try await fetch(files, project.folder, python)
            fetched[name] = .success(())
        } catch {
            fetched[name] = .failure(error)
            throw error
        }
    }

    /// Why a patch cannot be judged by running: a failure of the model, not of the harness.
    private struct Refusal: Error { var why: String }

    private func change(_ prediction: Prediction) async throws -> Result<RepositoryTask, Refusal> {
        if prediction.patch.trimmed.isEmpty { return .failure(Refusal(why: "the patch is empty")) }
        let (project, tests) = (try project(of: prediction), instance(of: prediction)?.testPatch ?? "")
        let scratch = try ScratchFolder(name: "prediction")
        let patch = scratch.path + "/model.patch"
        try Files.write(prediction.patch.withFinalNewline, to: patch)
        do {
            let changes = try await RepositoryTask.patched(
                project.folder, at: project.revision, by: patch, tests: tests, settings: project.settings, isAuthored: false,
                layouts: ToolchainProfile.layouts(), choice: VerificationSubject.reading(ProjectChoice(), in: project.named))
            guard let first = changes.first else { throw InputError(project.folder, "holds no project") }
            if let path = first.replacedFolder {
                return .failure(Refusal(why: "the patch puts a file in the place of the folder '\(TerminalText.line(path))', which holds tests"))
            }
            return .success(first)
        } catch let error as InputError where error.place == patch {
            return .failure(Refusal(why: "the patch does not apply"))
        }
    }

    /// What contexts differ in.
    private struct ContextKey: Hashable {
        var languages: Set<Language>
        var python: String?
    }

    private mutating func context(for task: CodingTask, _ python: String?) async throws -> VerificationContext {
        let key = ContextKey(languages: task.languages, python: python)
        if let known = contexts[key] { return known }
        let made = try await makeContext(task, python)
        contexts[key] = made
        return made
    }
}
