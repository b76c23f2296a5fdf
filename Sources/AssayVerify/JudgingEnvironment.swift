package import AssayCore
import AssaySupport
package import AssayToolchains

/// What judges on this machine: the toolchains in their real versions, the sandbox's policies, and the isolation level that
/// it reaches.
///
/// Each can change a verdict although no file of the user's has changed.
package struct JudgingEnvironment: Sendable, Equatable {
    /// What each part is, by a name that people read.
    package let parts: [String: String]
    /// How the name of every part begins.
    package static let prefix = "judged by "
    private static let isolationPart = prefix + "isolation level"
    private static let policiesPart = prefix + "sandbox policies"
    /// What stands for a part that could not be found out.
    package static let unknown = "unknown"

    /// Takes toolchains, policies and an isolation level that are known.
    init(_ toolchains: [ResolvedToolchain], policies: String?, isolationLevel: IsolationLevel?) {
        var parts = [Self.isolationPart: isolationLevel?.rawValue ?? Self.unknown, Self.policiesPart: policies ?? Self.unknown]
        for toolchain in toolchains {
            let language = Self.prefix + toolchain.profile.language.rawValue
            for (name, tool) in toolchain.tools { parts["\(language) \(name)"] = tool }
            parts["\(language) profile"] = Digest.of((try? JSON.line(toolchain.profile)) ?? "")
        }
        self.parts = parts
    }

    /// Probes the toolchains that judge some tasks, and runs one command to see which isolation level is reached.
    ///
    /// What cannot be probed is left out or `unknown`: whoever judges reports the error.
    package static func probe(
        for tasks: [CodingTask], sandbox: (any Sandbox)?, profiles: [ToolchainProfile]? = nil
    ) async -> JudgingEnvironment {
        let languages = tasks.languages
        var toolchains: [ResolvedToolchain] = []
        for profile in profiles ?? (try? PythonInterpreter.profiles(for: tasks)) ?? [] where languages.contains(profile.language) {
            toolchains.append(await ResolvedToolchain(profile, checks: []))
        }
        return JudgingEnvironment(toolchains, policies: sandbox?.identity, isolationLevel: await sandbox?.reachedIsolation())
    }
}

extension Sandbox {
    /// The isolation level that a run reaches on this machine; nil where nothing can be run, tried three times, or the sandbox
    /// does not tell.
    func reachedIsolation() async -> IsolationLevel? {
        for attempt in 0..<3 {
            if attempt > 0 { try? await Task.sleep(for: .milliseconds(100)) }
            if let level = try? await run(SandboxCommand(["/bin/true"])).isolationLevel { return level }
        }
        return nil
    }
}
