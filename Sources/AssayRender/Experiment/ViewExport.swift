import AssayCore
package import AssayStore
import AssaySupport
import FoundationEssentials

/// Writes the rows of a run as files for other tools, one or two for each view.
package enum ViewExport {
    /// The format of a file.
    package enum Format: String, CaseIterable, Sendable {
        /// RFC 4180, without long texts.
        case csv
        /// JSON Lines: an object for each row, with prompts, answers, candidates and reports as texts.
        case jsonl
    }

    /// Writes all views of a run to a folder, which is made; returns the paths of the files.
    package static func write(_ run: String, of store: Store, to folder: String, formats: [Format]) throws -> [String] {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw InputError(folder, "the folder cannot be made; name another with --to", kind: .unwritable)
        }
        var paths: [String] = []
        for view in PlainView.allCases {
            for format in formats {
                let path = "\(folder)/\(view.rawValue).\(format.rawValue)"
                try Files.write(to: path) { put in
                    if format == .csv { try put(store.columns(of: view).map { CSV.field($0) }.joined(separator: ",") + "\r\n") }
                    try store.rows(of: view, run: run, texts: format == .jsonl) { row in
                        try put(format == .csv ? row.map { cell($0.value) }.joined(separator: ",") + "\r\n" : object(row) + "\n")
                    }
                }
                paths.append(path)
            }
        }
        return paths
    }

    private static func cell(_ value: StoredValue) -> String {
        switch value {
        case .null: ""
        case .integer(let number): "\(number)"
        case .real(let number): "\(number)"
        case .text(let text): CSV.field(text, limit: .max)
        }
    }

    private static func object(_ row: [(name: String, value: StoredValue)]) throws -> String {
        let members = try row.map { name, value in
            let text =
                switch value {
                case .null: "null"
                case .integer(let number): "\(number)"
                case .real(let number): number.isFinite ? "\(number)" : "null"
                case .text(let text): try JSON.line(text)
                }
            return try JSON.line(name) + ":" + text
        }
        return "{" + members.joined(separator: ",") + "}"
    }
}
