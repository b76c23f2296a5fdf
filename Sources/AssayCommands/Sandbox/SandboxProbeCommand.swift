import ArgumentParser
import AssayCore
import AssaySandbox
import AssaySupport

extension SandboxGroup {
    /// `assay sandbox probe`.
    struct Probe: VerbosityCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tries which sandbox layers this machine can enforce.",
            discussion: "Example:\n  assay sandbox probe --json")
        @Flag(help: "Print JSON.") var json = false

        @OptionGroup var verbosity: VerbosityOptions

        func run() async throws {
            let probe = try await SandboxProbe.run()
            if json {
                Console.print(try JSON.pretty(probe))
            } else {
                for item in probe.capabilities {
                    Console.print("\(item.ok ? "ok     " : "missing") \(Text.pad(item.id, 12)) \(item.ok ? item.detail : "\(item.stage): \(item.detail)")")
                }
                let warning =
                    switch probe.isolationLevel {
                    case nil: ": nothing will be run"
                    case .bare: ": nothing will be run unless --min-isolation bare accepts it"
                    default: ""
                    }
                Console.print("isolation level \(probe.isolationLevel?.rawValue ?? "none")\(warning)")
            }
            if probe.isolationLevel == nil { throw CommandStatus(code: .unavailable) }
        }
    }
}
