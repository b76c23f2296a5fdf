import AssayCore
import AssaySupport

extension ProjectFile: SettingsType {
    static var defaults: ProjectFile { ProjectFile(path: "", name: "", text: "") }

    /// The keys at the top of a file that hold one value each.
    static var settings: [Setting<ProjectFile>] {
        [
            Setting(SettingKey("version", .integer(1...1), fallback: .integer(1))) { (reader, _) throws(ConfigurationError) in
                _ = try reader.int(1...1)
            },
            Setting(SettingKey("name", .text)) { (reader, file) throws(ConfigurationError) in file.name = try reader.string() },
            .path("suite", \.suite),
            .texts("tasks", \.tasks),
            .integer("seeds", \.seeds, 1...1000),
            .number("margin", \.margin, 0.001...0.5),
            .number("alpha", \.alpha, 0.0001...0.5),
            .integer("order_seed", \.orderSeed, 0...Int(Int32.max)),
            .choice("stop", \.stop),
            Setting(SettingKey("primary_metric", .choice(["solve_rate"]), fallback: .text("solve_rate"))) {
                (reader, _) throws(ConfigurationError) in
                guard try reader.string() != "solve_rate" else { return }
                throw reader.problem("the primary metric is solve_rate; everything else is reported and decides nothing")
            },
            .path("store", \.store),
            .path("recording", \.recording),
        ]
    }
}
