package import AssayCore
import AssaySupport
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// A profile with the real paths of its tools on this machine.
package struct ResolvedToolchain: Sendable {
    /// The profile of the toolchain.
    package let profile: ToolchainProfile
    /// Real paths by the profile's names for them.
    package private(set) var paths: [String: String] = [:]
    private var versions: [String: String] = [:]
    private var roots: [String] = []
    /// Tools that are not here, with the command that installs each.
    package private(set) var missing: [(name: String, install: String)] = []

    /// SHA-256 of the profile, the tools' paths and versions: what a verdict depends on.
    package private(set) var digest = ""

    /// A toolchain whose tools are where they are said to be.
    package init(_ profile: ToolchainProfile, paths: [String: String]) {
        self.profile = profile
        self.paths = paths
        digest = identity
    }

    /// Looks for every tool, or of those that only optional checks need for what the given checks do; only
    /// trusted programs of the host run here.
    package init(_ profile: ToolchainProfile, checks: Set<String>? = nil) async {
        self.profile = profile
        let wanted = profile.tools.filter { checks == nil || !profile.isExtra($0.key) || profile.uses($0.key, in: checks ?? []) }
        // What is a part of another tool is looked for after it; all others at once.
        for parts in [false, true] {
            let asked = self
            let found = await withTaskGroup(of: Found?.self) { group in
                for (name, tool) in wanted where tool.isPart == parts {
                    group.addTask { await asked.look(for: name, tool) }
                }
                return await group.reduce(into: [String: Found]()) { found, one in
                    if let one { found[one.name] = one }
                }
            }
            for (name, tool) in wanted.sorted(by: { $0.key < $1.key }) where tool.isPart == parts {
                guard let one = found[name] else {
                    // Where nothing was downloaded there is no such folder.
                    if tool.folder != true { missing.append((name, tool.install)) }
                    continue
                }
                paths[name] = one.path
                versions[name] = one.version?.lines.first.map { TerminalText.line(String($0), limit: 120) }
                roots = (roots + one.folders).uniqued()
            }
        }
        digest = identity
    }

    private struct Found: Sendable {
        var name: String
        var path: String
        var version: String?
        var folders: [String]
    }

    private func look(for name: String, _ tool: ToolchainProfile.Tool) async -> Found? {
        guard let path = await find(tool) else { return nil }
        async let version = Self.output(of: path, tool.version)
        async let printed = Self.output(of: path, tool.roots)
        let (text, said) = (await version, await printed)
        if tool.isPart && text == nil { return nil }
        var folders = (said ?? "").lines.map(String.init).filter {
            $0.hasPrefix("/") && $0 != "/usr" && !$0.hasPrefix("/usr/")
        }
        if tool.folder == true { folders.append(path) }
        if let root = tool.root, !path.hasPrefix("/usr/") { folders.append(Self.normalized(path + "/../" + root)) }
        return Found(name: name, path: path, version: text, folders: folders)
    }

    /// The path of a tool that may be missing, or throws with the command that installs it.
    package func path(of tool: String) throws(HarnessError) -> String {
        if let path = paths[tool] { return path }
        throw HarnessError(.toolchain, "unavailable: \(profile.id) needs \(tool); run: \(profile.tools[tool]?.install ?? "see the README")")
    }

    /// The tools that a verdict cannot do without and that are not here.
    package var lacking: [(name: String, install: String)] {
        missing.filter { profile.tools[$0.name]?.optional != true }
    }

    /// What is not checked because its tool is not here: one line for each tool of a check that nobody has to ask for.
    package var unchecked: [String] {
        let checks = profile.checks.filter { $0.optional != true }
        return missing.filter { tool in checks.contains { $0.command.contains { $0.contains("{\(tool.name)}") } } }.map {
            "\($0.name) is not installed: not checked; \($0.install)"
        }
    }

    /// Throws, naming the command that installs it, when a required tool is missing.
    package func check() throws(HarnessError) {
        guard let first = lacking.first else { return }
        throw HarnessError(
            .toolchain, "unavailable: \(profile.id) needs \(lacking.map(\.name).joined(separator: ", ")); run: \(first.install)")
    }

    /// The words that every command of the profile may name.
    package func template(nonce: String = "") -> CommandTemplate {
        let needed = paths.filter { profile.tools[$0.key]?.optional != true }
        let folders = needed.values.sorted().map(\.parentFolder).uniqued()
        var values = paths.merging(["nonce": nonce, "bin": folders.joined(separator: ":")]) { first, _ in first }
        for (name, tool) in profile.tools where tool.folder == true && paths[name] == nil { values[name] = "" }
        return CommandTemplate(values: values)
    }

    /// One command of the profile in `/w`; the profile's environment wins over a task's.
    package func command(
        _ words: [String], _ template: CommandTemplate, environment task: [String: String] = [:],
        mounts own: [SandboxMount], limits: SandboxLimits
    ) throws(HarnessError) -> SandboxCommand {
        // A tool that only some projects need is missed when it is needed.
        for (name, tool) in profile.tools.sorted(by: { $0.key < $1.key })
        where paths[name] == nil && tool.folder != true && words.contains(where: { $0.contains("{\(name)}") }) {
            _ = try path(of: name)
        }
        var environment = task
        for (name, value) in profile.environment { environment[name] = try template.fill(value) }
        for (name, value) in template.environment { environment[name] = value.isEmpty ? nil : value }
        return SandboxCommand(
            try template.words(words), policies: ["base"] + profile.policies, mounts: own + mounts, environment: environment,
            directory: "/w", limits: limits)
    }

    /// The folders of its tools that every jail shows.
    package var mounts: [SandboxMount] { roots.map { .readOnly(host: $0, inside: $0) } }
    /// Names and versions, and the profile itself, for the evidence.
    package var description: [String: String] {
        versions.merging(["profile": "\(profile.id) \(profile.version) \(digest.prefix(12))"]) { first, _ in first }
    }
    /// Each tool that was found, by name: what it tells of its version, and its path.
    package var tools: [String: String] {
        paths.reduce(into: [:]) { tools, tool in tools[tool.key] = versions[tool.key].map { "\($0) (\(tool.value))" } ?? tool.value }
    }
    private var identity: String {
        Digest.of(
            (try? JSON.line(profile)) ?? "",
            paths.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n"),
            versions.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n"))
    }

    private func find(_ tool: ToolchainProfile.Tool) async -> String? {
        let folders = (getenv("PATH").map { String(cString: $0) } ?? "").split(separator: ":").map(String.init) + ["/usr/bin"]
        for name in tool.names.compactMap(placed) {
            let candidates = name.hasPrefix("/") ? [name] : folders.map { "\($0)/\(name)" }
            for candidate in candidates where access(candidate, tool.version == nil ? R_OK : X_OK) == 0 {
                if tool.roots != nil || tool.isPart { return candidate }
                // The wrapper script of a version manager would have to run in every jail.
                if let resolve = tool.resolve, let real = await Self.output(of: resolve[0], Array(resolve.dropFirst()))?.trimmed,
                    access(real, X_OK) == 0
                {
                    return real
                }
                guard let real = realpath(candidate, nil) else { continue }
                defer { free(real) }
                let path = String(cString: real)
                guard let beside = tool.beside else { return path }
                let other = path.parentFolder + "/" + beside
                if access(other, X_OK) == 0 { return other }
            }
        }
        return nil
    }

    /// The name of a tool with the parts in braces replaced; nil when such a part is missing.
    private func placed(_ name: String) -> String? {
        if let variable = name.wholeMatch(of: /\{environment:(\w+)\}(.*)/) {
            return getenv(String(variable.1)).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 + variable.2 : nil }
        }
        if name.hasPrefix("{home}/") { return getenv("HOME").map { String(cString: $0) + name.dropFirst(6) } }
        if let tool = name.wholeMatch(of: /\{(\w+)\}/) { return paths[String(tool.1)] }
        return name.replacing("{cache}", with: CacheFolder.path)
    }

    private static func normalized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") {
            if part == ".." { parts = parts.dropLast() } else if part != "." { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    private static func output(of program: String, _ arguments: [String]?) async -> String? {
        guard let arguments else { return nil }
        let executable: Executable = program.hasPrefix("/") ? .path(FilePath(program)) : .name(program)
        let ended = try? await Subprocess.run(
            executable, arguments: Arguments(arguments), output: .string(limit: 65536), error: .string(limit: 65536))
        guard let ended, ended.terminationStatus.isSuccess else { return nil }
        return ended.standardOutput.isEmpty ? ended.standardError : ended.standardOutput
    }
}
