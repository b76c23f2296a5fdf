import ArgumentParser
import AssayConfiguration
import AssayCore
import AssayStore

/// The database of stored runs, the same flag for all commands that use it.
struct StoreOption: ParsableArguments {
    @Option(help: "The database (default: the setting 'store', else \(Store.usualPath)).") var store: String?

    /// The path of the database: the option, else the setting, else the usual place.
    func path() throws(ConfigurationError) -> String {
        if let store { return store }
        return try Self.setting()
    }

    /// The database that the settings name, else the usual one.
    static func setting() throws(ConfigurationError) -> String {
        try ConfigurationLayers(ConfigurationPlaces()).verification().store ?? Store.usualPath
    }
}
