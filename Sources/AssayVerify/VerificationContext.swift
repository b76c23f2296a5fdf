package import AssayCore
import AssaySupport
package import AssayToolchains

/// The toolchains, the sandbox and the settings that verifications share.
package struct VerificationContext: Sendable {
    /// The sandbox in which every command runs.
    package let sandbox: any Sandbox
    /// The limits of one run of the candidate's code.
    package let limits: SandboxLimits
    /// The policy that derives the limits of each command.
    package var limitPolicy: LimitPolicy { LimitPolicy(allowed: limits) }
    let cache: VerdictCache?
    /// The isolation level that is reached; looked at only where verdicts are kept.
    private let isolationLevel: IsolationLevel?
    let drivers: DriverFolder
    let references = ReferenceControl()
    /// The reports on projects before a change, each made once.
    let baselines = OncePerKey<ReviewReport>()
    /// The recipes whose packages are known to be there.
    let recipes = OncePerKey<Bool>()
    /// Whether a project's tests are run in a process without the candidate where they can be.
    let isolatesTests: Bool
    /// Whether what passed is run a second time in another order and surroundings, where it is not always.
    let isDifferential: Bool
    /// The ids of static checks that were requested in addition to the default ones.
    let optionalChecks: Set<String>
    private let allowsDirectBuild: Bool
    private let toolchains: [Language: ResolvedToolchain]
    /// The prepared toolchains; nil for a sandbox that only replays recorded runs.
    private let preparations: PreparedToolchains?
    /// Who is told how many tests of a project have come out so far.
    package var tell: (@Sendable (TestProgress) -> Void)?
    private let listings = TestListings()
    private let layers: LayeredFolders
    private let masks: MaskMounts
    private let compiledTests: CompiledTests

    /// Opens the context that judges some tasks, with the toolchains of all their languages.
    ///
    /// Python is one of them where a generator makes test cases. Without `profiles` projects in Python are judged by an
    /// activated environment.
    package static func open(
        for tasks: [CodingTask], sandbox: any Sandbox, limits: SandboxLimits = SandboxLimits(), cache: VerdictCache? = nil,
        directBuild: Bool = true, isolatedTests: Bool = true, differential: Bool = false, checks: [String] = [],
        profiles: [ToolchainProfile]? = nil, note: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws(HarnessError) -> VerificationContext {
        let chosen = if let profiles { profiles } else { try PythonInterpreter.profiles(for: tasks) }
        return try await VerificationContext(
            sandbox: sandbox, languages: tasks.languages, limits: limits, cache: cache, directBuild: directBuild,
            isolatedTests: isolatedTests, differential: differential, checks: checks, profiles: chosen, note: note)
    }

    /// Probes the toolchains of the given languages, by all known profiles unless some are given.
    ///
    /// `note` is called before long work that is done only once.
    package init(
        sandbox: any Sandbox, languages: Set<Language>, limits: SandboxLimits = SandboxLimits(),
        cache: VerdictCache? = nil, directBuild: Bool = true, isolatedTests: Bool = true, differential: Bool = false, checks: [String] = [],
        profiles: [ToolchainProfile]? = nil, note: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws(HarnessError) {
        self.sandbox = sandbox
        self.limits = limits
        self.cache = cache
        isolationLevel = if cache == nil { nil } else { await sandbox.reachedIsolation() }
        allowsDirectBuild = directBuild
        isolatesTests = isolatedTests
        isDifferential = differential
        optionalChecks = Set(checks)
        compiledTests = try CompiledTests()
        masks = try MaskMounts()
        drivers = try DriverFolder()
        layers = LayeredFolders(sandbox: sandbox)
        let known = if let profiles { profiles } else { try ToolchainProfile.known() }
        toolchains = try await Self.probe(languages, checks: optionalChecks, profiles: known)
        preparations = PreparedToolchains(sandbox: sandbox, drivers: drivers, limits: limits, note: note)
        for line in toolchains.values.flatMap(\.unchecked).uniqued().sorted() { note(line) }
    }

    /// Takes toolchains that are known, for a sandbox that replays what they once did.
    package init(
        replaying sandbox: any Sandbox, toolchains: [ResolvedToolchain], limits: SandboxLimits
    ) throws(HarnessError) {
        self.sandbox = sandbox
        self.limits = limits
        self.toolchains = Dictionary(toolchains.map { ($0.profile.language, $0) }, uniquingKeysWith: { first, _ in first })
        cache = nil
        isolationLevel = nil
        allowsDirectBuild = true
        isolatesTests = true
        isDifferential = false
        compiledTests = try CompiledTests()
        masks = try MaskMounts()
        preparations = nil
        drivers = try DriverFolder()
        layers = LayeredFolders(sandbox: sandbox)
        optionalChecks = []
    }

    /// Finds the tools of some languages; throws unless each has a profile, every needed tool and every check asked for.
    private static func probe(
        _ languages: Set<Language>, checks: Set<String>, profiles all: [ToolchainProfile]
    ) async throws(HarnessError) -> [Language: ResolvedToolchain] {
        let profiles = all.filter { languages.contains($0.language) }
        if let foreign = languages.subtracting(profiles.map(\.language)).map(\.rawValue).sorted().first {
            throw HarnessError(
                .toolchain,
                "no toolchain profile for the language '\(TerminalText.line(foreign, limit: 40))'; known: "
                    + "\(all.map(\.language.rawValue).sorted().joined(separator: ", ")); \(ToolchainProfile.variable) names a folder with more")
        }
        let known = Set(profiles.flatMap(\.optionalChecks))
        if let unknown = checks.subtracting(known).sorted().first {
            throw HarnessError(
                .toolchain,
                "no optional check '\(unknown)' for \(languages.map(\.title).sorted().joined(separator: ", ")); "
                    + (known.isEmpty ? "there is none" : "known: \(known.sorted().joined(separator: ", "))"))
        }
        var toolchains: [Language: ResolvedToolchain] = [:]
        for profile in profiles {
            let toolchain = await ResolvedToolchain(profile, checks: checks)
            try toolchain.check()
            toolchains[profile.language] = toolchain
        }
        return toolchains
    }

    /// Returns a verifier for one task; the seed in an earlier report generates the same test cases again.
    package func verifier(for task: CodingTask, holdoutSeed: UInt64? = nil) -> TaskVerifier {
        TaskVerifier(context: self, task: task, holdoutSeed: holdoutSeed)
    }

    /// Returns the toolchain of a language that the context was opened for.
    package func toolchain(_ language: Language) throws(HarnessError) -> ResolvedToolchain {
        guard let toolchain = toolchains[language] else {
            throw HarnessError(.toolchain, "\(language.title) was not probed")
        }
        return toolchain
    }

    /// Returns what is prepared once per toolchain, to be shown at `/cache`.
    package func prepared(_ toolchain: ResolvedToolchain) async throws -> SandboxMount? {
        try await preparations?.mount(for: toolchain)
    }

    /// Returns what runs commands of a language's toolchain.
    ///
    /// After a run of the tree before a change, its limits follow from what that took.
    func runner(_ language: Language, after baseline: Baseline? = nil) throws(HarnessError) -> ToolchainRunner {
        let limits = baseline.map { limitPolicy.scaled(to: $0.report.sandbox.wallSeconds, cpuSeconds: $0.report.sandbox.cpuSeconds) } ?? limitPolicy
        return ToolchainRunner(
            sandbox: sandbox, toolchain: try toolchain(language), limits: limits, drivers: drivers, preparations: preparations,
            tell: tell)
    }

    /// Returns what builds and test runs of a language share.
    func builds(_ language: Language, after baseline: Baseline? = nil) throws(HarnessError) -> BuildEnvironment {
        BuildEnvironment(
            runner: try runner(language, after: baseline), listings: listings, layers: layers, masks: masks, compiledTests: compiledTests,
            allowsDirectBuild: allowsDirectBuild, optionalChecks: optionalChecks)
    }

    /// Returns the name under which a verdict is kept; nil where it is not.
    func cacheKey(_ task: CodingTask, _ candidate: Candidate, _ scope: CheckScope) throws(HarnessError) -> String? {
        // What is generated anew has no verdict from before.
        guard let cache, scope == .visible || task.hidden.generator == nil else { return nil }
        var toolchains: [String] = []
        for language in task.languages.sorted(by: { $0.rawValue < $1.rawValue }) { toolchains.append(try toolchain(language).digest) }
        let limits = (try? JSON.line(limits)) ?? ""
        let isPython = task.expectation == .asRunnerSays && task.brief.language == .python || task.recipe?.python.isEmpty == false
        let python = isPython ? try runner(task.brief.language).recipePython : nil
        let packages = task.recipe?.packages.isEmpty == false ? FileDigest.of(DebianPackages.status) : nil
        return cache.key(
            "\(VerificationVersion.current)", toolchains.joined(separator: " "), optionalChecks.sorted().joined(separator: " "),
            "\(isDifferential) \(isolatesTests) \(allowsDirectBuild)",
            drivers.digest, sandbox.identity, isolationLevel?.rawValue ?? "unknown", limits, scope.rawValue,
            task.digest, candidate.digest, (python.map(InstalledPackages.digest) ?? "") + (packages ?? ""))
    }
}
