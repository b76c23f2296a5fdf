package import AssayCore
import AssaySupport
package import AssayToolchains

/// Which of the ways to build a project may be taken.
package enum BuildRoute: Sendable {
    case fastest
    /// Only the toolchain's own build system.
    case toolchain
}

/// The toolchains and the sandbox that verifications share.
package struct VerificationContext: Sendable {
    package let sandbox: any Sandbox
    package let limits: SandboxLimits
    /// What each command of a verification may use.
    package var limitPolicy: LimitPolicy { LimitPolicy(allowed: limits) }
    let drivers: DriverFolder
    private let toolchains: [Language: ResolvedToolchain]
    /// Nothing is prepared for a sandbox that only replays.
    private let preparations: PreparedToolchains?
    let cache: VerdictCache?
    let route: BuildRoute
    let keptTests: CompiledTests
    let listings = TestListings()
    let layers: LayeredFolders
    let covers: MaskMounts
    let references = ReferenceControl()
    /// Whether a project's tests are run from outside the candidate's process where they can be.
    let outside: Bool
    /// Whether what passed is run a second time in another order and surroundings, where it is not always.
    let isDifferential: Bool
    /// Names of the checks that are asked for beside those on by default.
    let optionalChecks: Set<String>

    /// Probes the toolchains that the given languages need, by all known profiles unless some are given; `note` is
    /// told of work that takes long and is done once.
    package init(
        sandbox: any Sandbox, languages: Set<Language>, limits: SandboxLimits = SandboxLimits(),
        cache: VerdictCache? = nil, route: BuildRoute = .fastest, outside: Bool = true, differential: Bool = false, checks: [String] = [],
        profiles: [ToolchainProfile]? = nil, note: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws(HarnessError) {
        self.sandbox = sandbox
        self.limits = limits
        self.cache = cache
        self.route = route
        self.outside = outside
        isDifferential = differential
        optionalChecks = Set(checks)
        keptTests = try CompiledTests()
        covers = try MaskMounts()
        drivers = try DriverFolder()
        layers = LayeredFolders(sandbox: sandbox)
        var toolchains: [Language: ResolvedToolchain] = [:]
        let all = if let profiles { profiles } else { try ToolchainProfile.known() }
        let profiles = all.filter { languages.contains($0.language) }
        if let foreign = languages.subtracting(profiles.map(\.language)).map(\.rawValue).sorted().first {
            throw HarnessError(
                .toolchain,
                "no toolchain profile for the language '\(TerminalText.line(foreign, limit: 40))'; known: "
                    + "\(all.map(\.language.rawValue).sorted().joined(separator: ", ")); \(ToolchainProfile.variable) names a folder with more")
        }
        let known = Set(profiles.flatMap(\.optionalChecks))
        if let unknown = optionalChecks.subtracting(known).sorted().first {
            throw HarnessError(
                .toolchain,
                "no optional check '\(unknown)' for \(languages.map(\.title).sorted().joined(separator: ", ")); "
                    + (known.isEmpty ? "there is none" : "known: \(known.sorted().joined(separator: ", "))"))
        }
        for profile in profiles {
            toolchains[profile.language] = await ResolvedToolchain(profile, checks: optionalChecks)
            try toolchains[profile.language]?.check()
        }
        self.toolchains = toolchains
        preparations = PreparedToolchains(sandbox: sandbox, drivers: drivers, limits: limits, note: note)
    }

    /// Opens the context that judges some tasks, with the toolchains of all their languages.
    ///
    /// Python is one of them where a generator makes test cases.
    package static func open(
        for tasks: [CodingTask], sandbox: any Sandbox, limits: SandboxLimits = SandboxLimits(), cache: VerdictCache? = nil,
        route: BuildRoute = .fastest, outside: Bool = true, differential: Bool = false, checks: [String] = [],
        profiles: [ToolchainProfile]? = nil, note: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws(HarnessError) -> VerificationContext {
        try await VerificationContext(
            sandbox: sandbox, languages: tasks.languages, limits: limits, cache: cache, route: route, outside: outside,
            differential: differential, checks: checks, profiles: profiles, note: note)
    }

    /// Takes toolchains that are known, for a sandbox that replays what they once did.
    package init(
        replaying sandbox: any Sandbox, toolchains: [ResolvedToolchain], limits: SandboxLimits
    ) throws(HarnessError) {
        self.sandbox = sandbox
        self.limits = limits
        self.toolchains = Dictionary(toolchains.map { ($0.profile.language, $0) }, uniquingKeysWith: { first, _ in first })
        cache = nil
        route = .fastest
        outside = true
        isDifferential = false
        keptTests = try CompiledTests()
        covers = try MaskMounts()
        preparations = nil
        drivers = try DriverFolder()
        layers = LayeredFolders(sandbox: sandbox)
        optionalChecks = []
    }

    /// How many candidates are judged together where they can be.
    package static let batch = 256

    /// Judges many candidates, together where their task allows; reports in the order of the candidates.
    package func verify(
        _ candidates: [(task: CodingTask, candidate: Candidate)], scope: CheckScope
    ) async throws(HarnessError) -> [ReviewReport] {
        let keys = try candidates.map { pair throws(HarnessError) in try cacheKey(pair.task, pair.candidate, scope) }
        var reports = keys.map { key in key.flatMap { cache?.report($0) } }
        let open = reports.indices.filter { reports[$0] == nil }
        let clock = ContinuousClock()
        let start = clock.now
        let evidence = try await together(
            open.map { .init(task: candidates[$0].task, candidate: candidates[$0].candidate, scope: scope) })
        let share = (clock.now - start).seconds / Double(max(1, open.count))
        for (place, index) in open.enumerated() {
            let (task, candidate) = candidates[index]
            let report: ReviewReport
            if var own = evidence[place] {
                if scope == .full { own.findings += try notes(on: candidate, task) }
                report = own.report(
                    task, candidate, scope: scope, tier: task.form.tier, limits: limits, toolchain: try toolchain(.python).description,
                    seconds: share)
            } else {
                report = try await verifier(for: task).judge(candidate, scope)
            }
            if let key = keys[index] { cache?.keep(report, key) }
            reports[index] = report
        }
        return reports.compactMap { $0 }
    }

    /// Judges in batches; whoever stops one is left out, and those behind it are judged in the next.
    private func together(_ items: [PythonBatch.Item]) async throws(HarnessError) -> [Int: Evidence] {
        var found: [Int: Evidence] = [:]
        var open = Array(items.indices)
        // Together nobody is asked twice.
        while open.count > 1, !isDifferential {
            let evidence: [Int: Evidence]
            do {
                evidence = try await PythonBatch(context: self).run(open.map { items[$0] })
            } catch let error as HarnessError {
                throw error
            } catch {
                throw HarnessError(.sandbox, "\(error)")
            }
            guard let last = evidence.keys.max() else { break }
            for (place, own) in evidence { found[open[place]] = own }
            open = Array(open.dropFirst(last + 2))
        }
        return found
    }

    /// Returns a verifier for one task; a seed draws the same cases as the verification that told it.
    package func verifier(for task: CodingTask, holdoutSeed: UInt64? = nil) -> TaskVerifier {
        TaskVerifier(context: self, task: task, holdoutSeed: holdoutSeed)
    }

    package func toolchain(_ language: Language) throws(HarnessError) -> ResolvedToolchain {
        guard let toolchain = toolchains[language] else {
            throw HarnessError(.toolchain, "\(language.title) was not probed")
        }
        return toolchain
    }

    /// The name under which a verdict is kept, where verdicts are kept.
    func cacheKey(_ task: CodingTask, _ candidate: Candidate, _ scope: CheckScope) throws(HarnessError) -> String? {
        // What is drawn anew has no verdict from before.
        guard let cache, scope == .visible || task.hidden.generator == nil else { return nil }
        let toolchain = try toolchain(task.brief.language).digest
        let limits = (try? JSON.line(limits)) ?? ""
        let environment = task.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
        return cache.key(
            toolchain, optionalChecks.sorted().joined(separator: " "), "\(isDifferential)", drivers.digest, sandbox.identity, limits, scope.rawValue,
            task.digest, environment,
            candidate.digest)
    }

    /// What a person should look at in a candidate, whatever its verdict.
    func notes(on candidate: Candidate, _ task: CodingTask) throws(HarnessError) -> [Finding] {
        let delivered = candidate.files.filtered { task.brief.mayDeliver($0) && task.brief.start[$0] != candidate.files[$0] }
        return Tripwires.findings(delivered, try toolchain(task.brief.language).profile.tripwires ?? [])
    }

    /// What is made once per toolchain, to be shown at `/cache`.
    package func prepared(_ toolchain: ResolvedToolchain) async throws -> SandboxMount? {
        try await preparations?.mount(for: toolchain)
    }
}
