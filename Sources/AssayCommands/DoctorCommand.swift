import ArgumentParser
import AssayCore
import AssayModels
import AssaySandbox
import AssaySupport
import AssayToolchains

/// `assay doctor`: what is here, what is missing, and the one command that mends it.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Checks sandbox, toolchains and models.",
        discussion: "Example:\n  assay doctor\n\nA missing toolchain or model is told; only a missing sandbox is an error (exit code 3).")
    @Flag(help: "Print JSON.") var json = false

    private enum State: String, Codable { case ok, degraded, missing }
    private struct Check: Codable {
        var id: String
        var state: State
        var detail: String
        var remedy: String?
    }
    private struct Answer: Codable { var checks: [Check] }

    func run() async throws {
        var checks: [Check] = []
        do {
            let probe = try await SandboxProbe.run()
            let host = HostFacts.read()
            let bare = probe.isolationLevel == .bare
            for item in probe.capabilities where item.id != "user" || bare {
                // Without a cgroup the sandbox holds, but tells fewer limits apart; the isolation level bare does without namespaces.
                let spared = item.id == "cgroup" || item.id == "namespaces" && bare
                let state: State = item.ok ? .ok : spared ? .degraded : .missing
                checks.append(
                    Check(
                        id: "sandbox \(item.id)", state: state,
                        detail: item.ok ? item.detail : "\(item.stage): \(item.detail)",
                        remedy: item.ok ? nil : host.remedy(for: item)))
            }
            checks.append(
                Check(
                    id: "sandbox isolation level", state: probe.isolationLevel == .full ? .ok : probe.isolationLevel == nil ? .missing : .degraded,
                    detail: (probe.isolationLevel?.rawValue ?? "none: nothing will be run") + (bare ? ": nothing will be run unless it is accepted" : ""),
                    remedy: bare ? "--min-isolation bare, or minimum_isolation: bare in assay.yaml" : nil))
        } catch {
            checks.append(Check(id: "sandbox", state: .missing, detail: error.message, remedy: "swift build"))
        }
        for profile in try ToolchainProfile.known() {
            let toolchain = await ResolvedToolchain(profile)
            // What nobody asked for is not missed.
            let missed = toolchain.missing.filter { !profile.isExtra($0.name) }
            let state: State = !toolchain.lacking.isEmpty ? .missing : missed.isEmpty ? .ok : .degraded
            let here = toolchain.paths.values.sorted().joined(separator: ", ")
            let absent = toolchain.missing.map(\.name).joined(separator: ", ")
            checks.append(
                Check(
                    id: "\(profile.id)", state: state,
                    detail: here + (absent.isEmpty ? "" : (here.isEmpty ? "" : "; ") + "without \(absent)"),
                    remedy: missed.first?.install))
        }
        for model in EmbeddedModel.all {
            let here = ModelsCommand.store.path(of: model) != nil && ModelsCommand.store.runtime != nil
            checks.append(
                Check(
                    id: "model \(model.name)", state: here ? .ok : .missing,
                    detail: here ? "fetched and verified" : "not fetched",
                    remedy: here ? nil : "assay models pull \(model.name)"))
        }
        if json {
            Console.print(try JSON.pretty(Answer(checks: checks)))
        } else {
            for check in checks {
                Console.print("\(Text.pad(check.state.rawValue, 9)) \(Text.pad(check.id, 26)) \(check.detail)\(check.remedy.map { "  → \($0)" } ?? "")")
            }
        }
        if checks.contains(where: { $0.id.hasPrefix("sandbox") && $0.state == .missing }) {
            throw CommandStatus(code: .unavailable)
        }
    }
}
