import AssayCore
import AssayRepositories
import AssaySandbox
import AssaySupport
import AssayToolchains
import FoundationEssentials
import Glibc

/// One run of a package manager in the fetch jail.
struct FetchRun {
    let sandbox: JailSandbox
    let toolchain: ResolvedToolchain
    let manager: PackageManager
    let source: FetchSource
    let permission: FetchPermission

    /// What a run left.
    struct Fetched {
        /// What the script says of it.
        struct Said: Decodable {
            /// Requirements that are left out, with why.
            var left: [String]?
        }

        /// The folder of the packages, which lives as long as this.
        let folder: String
        let said: Said
        /// The hosts that it came from.
        let hosts: [String]
        /// Keeps the folder.
        let workspace: Workspace
    }

    private static let gitSettings = ".assay-gitconfig"

    /// What the fetch may use: a package manager's work is waiting, unpacking and, for Swift, compiling a manifest.
    private var limits: SandboxLimits {
        SandboxLimits(
            wallSeconds: 1200, cpuSeconds: 600, memoryBytes: 4 << 30, processes: 512, outputBytes: 4 << 20, diskBytes: permission.bytes)
    }

    /// Fetches for the manifests of a tree.
    ///
    /// - Throws: `HarnessError` naming what is missing and the command that helps.
    func fetch(_ tree: FileTree, of folder: String) async throws -> Fetched {
        let workspace = try Workspace(name: "fetch")
        let layer = try workspace.folder("layer")
        let scripts = try workspace.folder("scripts")
        var shown = manager.manifests(of: tree)
        for path in manager.placeholders(of: tree).paths { try shown.set(path, "") }
        if let file = source.file { try shown.set(file.name, file.text) }
        // Git runs no hooks, and takes repositories of other users, as all are here; a file, which its helpers read too.
        try shown.set(Self.gitSettings, "[core]\n\thooksPath = /dev/null\n[safe]\n\tdirectory = *\n" + source.rewrites.map(\.text).joined())
        for name in [".assay-home", ".assay-tmp"] { try shown.set(name, .folder) }
        try workspace.write(shown)
        let script = try script(in: scripts)
        let gate = try Gate()
        let proxy = FetchProxy(allowed: source.hosts.union(permission.hosts), limit: permission.bytes)
        var command = try toolchain.command(
            script, toolchain.template(),
            mounts: mounts + [
                .readWrite(host: workspace.path, inside: "/w"), .readWrite(host: layer, inside: "/layer"),
                .readOnly(host: scripts, inside: "/assay"),
            ], limits: limits)
        command.environment.merge(environment) { _, new in new }
        let (sandbox, asked) = (sandbox, command)
        let result = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await proxy.serve(gate) }
            defer { group.cancelAll() }
            return try await sandbox.run(asked, gate: gate)
        }
        guard result.succeeded else { throw failure(result, proxy.journal, of: folder, taking: manager.outside(of: tree)) }
        let said = JSON.foreign(Fetched.Said.self, result.outputText.lines.last.map(String.init) ?? "") ?? Fetched.Said()
        let hosts = proxy.journal.entries.filter { $0.value.bytes > 0 }.keys
            .map { $0.name == FetchProxy.loopback ? FetchHost(name: "127.0.0.1", port: $0.port) : $0 }.map(\.description).uniqued().sorted()
        return Fetched(folder: layer + "/content", said: said, hosts: hosts, workspace: workspace)
    }

    /// Writes the manager's script, with what it imports, where the jail finds it, and returns its command.
    private func script(in folder: String) throws -> [String] {
        let files: [(name: String, bytes: [UInt8])] =
            switch manager {
            case .pip: [("fetch_pip.py", PackageResources.fetch_pip_py), ("pip_manifests.py", PackageResources.pip_manifests_py)]
            case .npm: [("fetch_npm.sh", PackageResources.fetch_npm_sh)]
            case .cargo: [("fetch_cargo.sh", PackageResources.fetch_cargo_sh)]
            case .go: [("fetch_go.sh", PackageResources.fetch_go_sh)]
            case .swift: [("fetch_swift.sh", PackageResources.fetch_swift_sh)]
            case .maven: [("fetch_maven.sh", PackageResources.fetch_maven_sh)]
            }
        for (name, bytes) in files {
            try Data(bytes).write(to: URL(filePath: "\(folder)/\(name)"))
            chmod("\(folder)/\(name)", 0o644)
        }
        return (manager == .pip ? ["{python}", "-I", "-B"] : ["/bin/sh"]) + ["/assay/\(files[0].name)", "/layer/content"]
    }

    /// Certificates of authorities, settings of Maven's own, and the folders of packages.
    private var mounts: [SandboxMount] {
        let certificates = ["/etc/ssl/certs", "/etc/ca-certificates", "/etc/maven", "/etc/java-17-openjdk", "/etc/java-21-openjdk"]
        return (certificates + Self.certificateFiles.values + source.folders + permission.folders).uniqued()
            .filter { access($0, R_OK) == 0 }.map { .readOnly(host: $0, inside: $0) }
    }

    /// The files by which the user's own clients know further authorities; they are public.
    private static var certificateFiles: [String: String] {
        let names = ["SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "CARGO_HTTP_CAINFO", "GIT_SSL_CAINFO", "CURL_CA_BUNDLE"]
        return names.reduce(into: [:]) { files, name in
            if let path = getenv(name).map({ String(cString: $0) }), path.hasPrefix("/") { files[name] = path }
        }
    }

    private var environment: [String: String] {
        var environment = Self.certificateFiles
        for name in ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "npm_config_proxy", "npm_config_https_proxy"] {
            environment[name] = Gate.address
        }
        (environment["HOME"], environment["TMPDIR"]) = ("/w/.assay-home", "/w/.assay-tmp")
        // Git asks nobody.
        environment.merge([
            "GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/w/\(Self.gitSettings)", "GIT_ALLOW_PROTOCOL": "http:https:file",
            "CARGO_NET_OFFLINE": "false", "CARGO_NET_GIT_FETCH_WITH_CLI": "true", "CARGO_NET_RETRY": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_RETRIES": "1", "PIP_CONFIG_FILE": "/dev/null", "npm_config_fetch_retries": "1",
            "npm_config_fetch_retry_mintimeout": "1000", "npm_config_logs_max": "0",
            "npm_config_userconfig": "/dev/null", "npm_config_cache": "/w/.assay-home/npm",
        ]) { _, new in new }
        return environment.merging(source.environment) { _, new in new }
    }

    /// What is missing, with the command that helps.
    private func failure(_ result: SandboxResult, _ journal: FetchJournal, of folder: String, taking outside: [OutsideDependency]) -> HarnessError {
        let lines = TerminalText.clean(result.errorText + "\n" + result.outputText).lines.map { String($0).trimmed }
            .filter { !["", "[ERROR]"].contains($0) }
            // Where a tool keeps its log, or explains its errors, is inside the jail or nothing of this project's.
            .filter { line in !["A complete log", "[ERROR] [Help ", "[ERROR] For more", "[ERROR] Re-run", "[ERROR] To see"].contains { line.contains($0) } }
        let marks = ["error", "npm err", "[error]", "fatal:"]
        let telling = lines.filter { line in line.contains("error:") || marks.contains { line.lowercased().hasPrefix($0) } }
        let said = TerminalText.line((telling.isEmpty ? lines.suffix(3) : telling.prefix(4)).joined(separator: " | "), limit: 600)
        let refused = journal.refused
        if !refused.isEmpty {
            let hosts = refused.map(\.description)
            return HarnessError(
                .toolchain,
                "unavailable: \(manager.rawValue) asked for \(hosts.listed()), which is not allowed; run: assay fetch \(Text.shellLine([folder])) "
                    + (permission.words + hosts.prefix(3)).uniqued().map { "--allow-host \(Text.shellLine([$0]))" }.joined(separator: " ") + " (\(said))")
        }
        let unreachable = journal.unreachable
        if !unreachable.isEmpty {
            return HarnessError(
                .toolchain,
                "unavailable: \(manager.rawValue) needs \(unreachable.map(\.description).listed()), which cannot be reached from this machine (\(said))")
        }
        if journal.bytes > permission.bytes {
            let limit = "\(permission.bytes >> 20) MiB"
            return HarnessError(.toolchain, "unavailable: more than \(limit) would come from the registry; raise it by --fetch-limit")
        }
        if let limit = result.limitHit { return HarnessError(.toolchain, "unavailable: \(manager.rawValue) hit the limit of \(limit.rawValue) (\(said))") }
        if let outside = outside.first {
            return HarnessError(
                .toolchain,
                "unavailable: \(folder) takes \(outside.path) from outside of it, which no fetch sees; \(OutsideDependency.advice) (\(said))")
        }
        return HarnessError(.toolchain, "unavailable: \(manager.rawValue) could not fetch what \(folder) depends on: \(said)")
    }
}
