import FoundationEssentials

/// Where tests find things.
package enum Places {
    /// The repository's root.
    package static let root: String = {
        var parts = #filePath.split(separator: "/")
        parts.removeLast(3)
        return "/" + parts.joined(separator: "/")
    }()

    /// The folder of built products, where the launcher and the command are.
    package static let products: String = {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return own.lastIndex(of: "/").map { String(own[..<$0]) } ?? ""
    }()

    /// Real evaluation data beside the repository; absent on machines that have only the clone.
    package static let shared = root + "/../shared/data"

    /// Whether the real data is here.
    package static var hasShared: Bool { FileManager.default.fileExists(atPath: shared + "/README.md") }

    /// Reads a file of the repository.
    package static func text(_ path: String) throws -> String {
        try String(contentsOfFile: path.hasPrefix("/") ? path : root + "/" + path, encoding: .utf8)
    }

    /// Makes an empty folder that the caller removes.
    package static func temporary() throws -> String {
        let path = "/tmp/test-of-assay-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        return path
    }
}
