import ArgumentParser
import AssayConfiguration
import AssaySupport
import FoundationEssentials

/// Settings and where they come from.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Shows the settings that hold here.",
        discussion: "Example:\n  assay config show --origin", subcommands: [Show.self])

    /// `assay config show`.
    struct Show: VerbosityCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows each setting and, with --origin, where its value comes from.",
            discussion: """
                Settings come from the command line, from ASSAY_* variables, from the nearest assay.yaml upward, from \
                ~/.config/assay/config.yaml, or are defaults; the first that has a value counts. The value of a variable \
                that is named like a secret is never shown.

                Example:
                  assay config show --origin
                  assay config show --config experiment.yaml
                  ASSAY_VERIFY_LIMITS_WALL=120 assay config show --origin --json

                Exit code 78 when a file or a variable is not as it should be.
                """)
        @Option(help: "Show this file instead of the nearest one and the user's own.") var config: String?
        @OptionGroup var storage: StoreOption
        @Flag(help: "Say where each value comes from.") var origin = false
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var verbosity: VerbosityOptions

        func run() async throws {
            let places = ConfigurationPlaces()
            let layers = try ConfigurationLayers(places, named: config)
            for note in EnvironmentSettings.notes(places.environment) { Console.note("note: \(note)") }
            let secrets = Secrets(in: places.environment)
            var settings = try layers.effective().map { $0.hiding(secrets) }
            if let store = storage.store {
                settings = settings.map { $0.key == "store" ? EffectiveSetting(key: $0.key, value: store, origin: .commandLine("--store")) : $0 }
            }
            if json { return Console.print(try JSON.pretty(settings)) }
            if layers.paths.isEmpty { Console.note("no configuration file here or above; 'assay init' writes one") }
            let shown = settings.filter { $0.value != nil || verbose }
            let rows = shown.map { [$0.key, TerminalText.line($0.value ?? "–")] + (origin ? [TerminalText.line($0.origin.words)] : []) }
            Console.print(Text.table([["key", "value"] + (origin ? ["from"] : [])] + rows, width: Console.width))
        }
    }
}
