import ArgumentParser
import AssayCore
import AssayModels
import AssaySandbox
import AssaySupport
import AssayToolchains

/// `assay doctor`: checks what is installed, and names the command that fixes each problem.
struct DoctorCommand: VerbosityCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Checks sandbox, toolchains and models.",
        discussion: "Example:\n  assay doctor\n\nA missing toolchain or model is reported; only a missing sandbox is an error (exit code 3).")
    @Flag(help: "Print JSON.") var json = false

    private struct Answer: Codable { var checks: [HealthCheck] }

    @OptionGroup var verbosity: VerbosityOptions

    func run() async throws {
        let sandbox = await Self.sandbox()
        var checks = sandbox
        for profile in try ToolchainProfile.known() { checks.append(await ResolvedToolchain(profile).health) }
        checks += EmbeddedModel.all.map(ModelsCommand.store.health)
        if json {
            Console.print(try JSON.pretty(Answer(checks: checks)))
        } else {
            for check in checks {
                let line = "\(Text.pad(check.state.rawValue, 9)) \(Text.pad(check.id, 26)) \(check.detail)\(check.remedy.map { "  → \($0)" } ?? "")"
                Console.print(Text.wrapped(line, width: Console.width, hanging: "          ").joined(separator: "\n"))
            }
        }
        if sandbox.contains(where: { $0.state == .missing }) { throw CommandStatus(code: .unavailable) }
    }

    private static func sandbox() async -> [HealthCheck] {
        do {
            return try await SandboxProbe.run().health(on: HostFacts.read())
        } catch {
            return [HealthCheck(id: "sandbox", state: .missing, detail: error.message, remedy: "install Assay again")]
        }
    }
}
