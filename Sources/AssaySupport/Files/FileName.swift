/// Matches paths against patterns with `*`, as profiles use them.
package enum FileName {
    /// Whether a path's last part, or all of it where the pattern has a slash, fits a pattern.
    package static func matches(_ path: String, _ pattern: String) -> Bool {
        let name = pattern.contains("/") ? path : path.split(separator: "/").last.map(String.init) ?? path
        return fits(Array(name.utf8)[...], Array(pattern.utf8)[...])
    }

    /// Makes a file name of a text: characters other than letters, digits, `-`, `_` and `.` become `_`, and so does a dot at its start.
    package static func plain(_ text: String) -> String {
        let name = String(
            text.unicodeScalars.prefix(120).map {
                $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || "-_.".unicodeScalars.contains($0)) ? Character($0) : "_"
            })
        return name.hasPrefix(".") || name.isEmpty ? "_" + name : name
    }

    private static func fits(_ name: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
        guard let first = pattern.first else { return name.isEmpty }
        if first == UInt8(ascii: "*") {
            return fits(name, pattern.dropFirst()) || (!name.isEmpty && fits(name.dropFirst(), pattern))
        }
        return name.first == first && fits(name.dropFirst(), pattern.dropFirst())
    }
}

extension String {
    /// The folder of a path: `.` for a bare name.
    package var parentFolder: String {
        lastIndex(of: "/").map { $0 == startIndex ? "/" : String(self[..<$0]) } ?? "."
    }
}
