import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// The path of Chromium; nil where it is not installed.
private let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].first { FileManager.default.isExecutableFile(atPath: $0) }

/// The pages in a real Chromium, which a program of ours drives; it is left out where there is none.
@Suite(.enabled(if: chromium != nil, "make browser"))
struct BrowserTests {
    @Test(
        "the pages can be read, filtered, sorted, walked through by keys, printed and followed while a run is under way, at every width, in light and dark")
    func pages() async throws {
        let axe = Readers.axe
        try #require(FileManager.default.fileExists(atPath: axe), "axe-core is not installed; run 'make test'")
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ended = try await Subprocess.run(
            .path("/usr/bin/python3"),
            arguments: [Places.root + "/Tests/Browser/pages.py", Places.products + "/assay", folder, chromium ?? "", axe],
            workingDirectory: FilePath(Places.root), output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        #expect(ended.terminationStatus.isSuccess, "\(ended.standardOutput)\n\(ended.standardError)")
    }
}
