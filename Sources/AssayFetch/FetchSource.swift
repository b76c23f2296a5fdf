import AssayCore
import AssayRepositories
import AssaySandbox
import AssaySupport
import AssayToolchains
import FoundationEssentials
import Glibc
import TOMLKit

/// Addresses that git reads from another place.
struct GitRewrite {
    /// The place.
    let place: String
    /// How the addresses begin.
    let address: String

    /// A part of a settings file of git's.
    var text: String { "[url \(Self.quoted(place))]\n\tinsteadOf = \(Self.quoted(address))\n" }

    private static func quoted(_ text: String) -> String { "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\"" }
}

/// From where this machine's own package manager fetches, as its user has set it up.
struct FetchSource: Sendable {
    /// The variables that say so inside the jail.
    private(set) var environment: [String: String] = [:]
    /// The hosts that it needs.
    private(set) var hosts: Set<FetchHost> = []
    /// Folders of the machine that hold packages, shown read-only.
    private(set) var folders: [String] = []
    /// Where git reads some addresses from.
    private(set) var rewrites: [GitRewrite] = []
    /// A settings file for the jail, beside the manifests.
    private(set) var file: (name: String, text: String)?

    /// Asks the package manager outside of any project, where no project's settings count.
    init(of manager: PackageManager, by toolchain: ResolvedToolchain) async throws {
        switch manager {
        case .pip: try await readPip(by: toolchain)
        case .npm:
            let registry = try await ToolAnswer.text(of: "npm", ["config", "get", "registry"])
            environment["npm_config_registry"] = try allow(registry, of: manager)
        case .go: try await readGo(by: toolchain)
        case .cargo:
            try readCargo()
            try await readGit(for: manager)
        case .swift:
            // Where almost all packages of Swift are, and no registry.
            hosts.insert(FetchHost(name: "github.com", port: 443))
            try await readGit(for: manager)
        case .maven: try await readMaven()
        }
    }

    private mutating func readPip(by toolchain: ResolvedToolchain) async throws {
        struct Settings: Decodable {
            let index: String
            let files: String?
            let folders: [String]
        }
        let script = String(decoding: PackageResources.registry_pip_py, as: UTF8.self)
        let text = try await ToolAnswer.text(ofPython: script, by: toolchain)
        guard let settings = JSON.foreign(Settings.self, text) else { throw Self.unreadable(.pip, text) }
        environment["PIP_INDEX_URL"] = try allow(settings.index, of: .pip)
        folders = settings.folders.filter { FolderState.holdsFolder($0, in: "/") }
        if !folders.isEmpty { environment["PIP_FIND_LINKS"] = folders.joined(separator: " ") }
        // The index may name another host for the files themselves.
        if let host = settings.files.flatMap(FetchHost.init(url:)) { hosts.insert(host) }
    }

    private mutating func readGo(by toolchain: ResolvedToolchain) async throws {
        let stated = try await ToolAnswer.text(of: toolchain.path(of: "go"), ["env", "GOPROXY"])
        let proxies = stated.split { $0 == "," || $0 == "|" }.map(String.init).filter { $0 != "direct" && $0 != "off" }
        let shown = try proxies.map { proxy in
            if proxy.hasPrefix("file://") {
                folders.append(String(proxy.dropFirst("file://".count)))
                return proxy
            }
            let url = try allow(proxy, of: .go)
            // Go asks no proxy for addresses of loopback.
            guard let host = FetchHost(url: url), host.name == "127.0.0.1" || host.name == "localhost" else { return url }
            hosts.insert(FetchHost(name: FetchProxy.loopback, port: host.port))
            return url.replacing(host.name, with: FetchProxy.loopback, maxReplacements: 1)
        }
        environment["GOPROXY"] = shown.isEmpty ? "off" : shown.joined(separator: ",")
    }

    /// Takes over from which mirrors the user's own Maven fetches, and the registry that it knows by itself.
    private mutating func readMaven() async throws {
        struct Settings: Decodable {
            let urls: [String]
            let settings: String
        }
        let script = String(decoding: PackageResources.registry_maven_py, as: UTF8.self)
        let text = try await ToolAnswer.text(of: "python3", ["-I", "-c", script, Gate.address])
        guard let settings = JSON.foreign(Settings.self, text) else { throw Self.unreadable(.maven, text) }
        for url in settings.urls {
            if url.hasPrefix("file:/") {
                let folder = PathName.normalized("/" + url.dropFirst("file:".count).drop { $0 == "/" })
                if folder != "/", FolderState.holdsFolder(folder, in: "/") { folders.append(folder) }
            } else {
                _ = try allow(url, of: .maven)
            }
        }
        file = (".assay-settings.xml", settings.settings)
    }

    /// Takes over which registries the user's own cargo is told to use, and nothing else of its settings.
    private mutating func readCargo() throws {
        let home = getenv("CARGO_HOME").map { String(cString: $0) } ?? (getenv("HOME").map { String(cString: $0) } ?? "") + "/.cargo"
        guard let data = FileManager.default.contents(atPath: home + "/config.toml") else { return }
        guard let settings = try? TOMLTable(string: String(decoding: data, as: UTF8.self)) else {
            throw InputError(home + "/config.toml", "is not valid TOML")
        }
        let kept = TOMLTable()
        for section in ["source", "registries"] {
            guard let table = settings[section]?.table else { continue }
            let shown = TOMLTable()
            for (name, value) in table {
                guard let entry = value.table else { continue }
                let one = TOMLTable()
                for key in ["replace-with", "registry", "index", "directory", "local-registry"] {
                    guard let text = entry[key]?.string else { continue }
                    one[key] = text
                    let url = text.hasPrefix("sparse+") ? String(text.dropFirst("sparse+".count)) : text
                    if FetchHost(url: url) != nil { _ = try allow(url, of: .cargo) }
                    if key == "directory" || key == "local-registry", text.hasPrefix("/") { folders.append(text) }
                }
                shown[name] = one
            }
            kept[section] = shown
        }
        file = (".assay-config.toml", kept.convert(to: .toml))
    }

    /// Takes over which addresses the user's own git reads from another place (`url.<place>.insteadOf`).
    private mutating func readGit(for manager: PackageManager) async throws {
        for line in try await ToolAnswer.text(of: "git", ["config", "--list"]).lines {
            guard let found = line.wholeMatch(of: /url\.(.+)\.insteadof=(.+)/) else { continue }
            let place = String(found.1)
            if place.hasPrefix("/") || place.hasPrefix("file:///") {
                let folder = PathName.normalized(place.hasPrefix("/") ? place : String(place.dropFirst("file://".count)))
                guard folder != "/", FolderState.holdsFolder(folder, in: "/") else { continue }
                folders.append(folder)
            } else if FetchHost(url: place) != nil {
                _ = try allow(place, of: manager)
            } else {
                continue
            }
            rewrites.append(GitRewrite(place: place, address: String(found.2)))
        }
    }

    /// Allows the host of a registry's address, which must hold no password: the jail gets none.
    private mutating func allow(_ url: String, of manager: PackageManager) throws -> String {
        guard let host = FetchHost(url: url) else { throw Self.unreadable(manager, url) }
        guard !url.prefix(while: { $0 != "?" }).contains("@") else {
            throw InputError(
                manager.rawValue, "its registry \(host) wants credentials, and a fetch is given none; name a registry without, or install by hand")
        }
        hosts.insert(host)
        return url
    }

    private static func unreadable(_ manager: PackageManager, _ text: String) -> InputError {
        InputError(manager.rawValue, "its settings name no registry that can be read: \(TerminalText.line(text, limit: 200))")
    }
}
