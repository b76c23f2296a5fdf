import AssayCore
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

/// A package whose dependency is a git repository beside it, so that no network is needed.
@Suite struct SwiftDependencyTests {
    private static let manifest = """
        // swift-tools-version:6.0
        import PackageDescription
        let package = Package(
            name: "Main", dependencies: [.package(url: "DEPENDENCY", from: "1.0.0")],
            targets: [
                .target(name: "Main", dependencies: [.product(name: "Dependency", package: "dependency")]),
                .testTarget(name: "MainTests", dependencies: ["Main"]),
            ])
        """

    private func lay(_ files: [String: String], in folder: String) throws {
        for (name, text) in files {
            let path = "\(folder)/\(name)"
            try FileManager.default.createDirectory(atPath: path.parentFolder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: path))
        }
    }

    @Test("dependencies that are not there are asked for; fetched by --resolve or by SwiftPM itself, they are built offline")
    func resolved() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try lay(
            [
                "Package.swift":
                    "// swift-tools-version:6.0\nimport PackageDescription\nlet package = Package(name: \"dependency\", "
                    + "products: [.library(name: \"Dependency\", targets: [\"Dependency\"])], targets: [.target(name: \"Dependency\")])\n",
                "Sources/Dependency/D.swift": "public func two() -> Int { 2 }\n",
            ], in: folder + "/dependency")
        for words in [["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "one"], ["tag", "1.0.0"]] {
            try await Git.run(words, in: folder + "/dependency")
        }
        try lay(
            [
                "Package.swift": Self.manifest.replacing("DEPENDENCY", with: "file://\(folder)/dependency"),
                "Sources/Main/M.swift": "import Dependency\npublic func four() -> Int { two() + two() }\n",
                "Tests/MainTests/T.swift": "import Main\nimport Testing\n@Test func sum() { #expect(four() == 4) }\n",
            ], in: folder + "/main")
        let lacking = try await assay(["verify", "main", "-q"], in: folder)
        #expect(lacking.status == 3 && lacking.err.contains("unavailable: needs") && lacking.err.contains("swift package resolve"), "\(lacking.err)")
        let fetched = try await assay(["verify", "main", "--resolve", "-q"], in: folder)
        #expect(fetched.status == 0 && fetched.out.contains("test 1/1"), "\(fetched.out) \(fetched.err)")
        #expect(!FileManager.default.fileExists(atPath: folder + "/main/.build"))
    }
}
