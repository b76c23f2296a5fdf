import AssayCore
import AssayTestSupport
import FoundationEssentials
import Testing

@Suite struct RepositoryTests {
    static let sources: [(path: String, text: String)] = {
        var found: [(String, String)] = []
        func add(_ folder: String) {
            for name in ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() {
                let path = folder + "/" + name
                if name.hasSuffix(".swift") || name.hasSuffix(".c") || name.hasSuffix(".h") {
                    found.append((String(path.dropFirst(Places.root.count + 1)), (try? Places.text(path)) ?? ""))
                } else if !name.contains(".") {
                    add(path)
                }
            }
        }
        add(Places.root + "/Sources")
        add(Places.root + "/sandbox")
        return found
    }()

    @Test(
        "what the house forbids is not there",
        arguments: ["try!", "as!", "@unchecked Sendable", "\nimport Foundation\n", "fatalError(", "TODO", "FIXME"])
    func forbidden(_ word: String) {
        let swift = Self.sources.filter { $0.path.hasSuffix(".swift") }
        #expect(swift.count > 250)
        for (path, text) in swift {
            #expect(!text.contains(word), "\(path) holds \(word)")
        }
    }

    @Test("the launcher links neither the Swift runtime nor anything but libc and libseccomp")
    func launcherLibraries() throws {
        let bytes = try Data(contentsOf: URL(filePath: Places.products + "/assay-jail"))
        let text = String(decoding: bytes, as: UTF8.self)
        var needed: Set<String> = []
        for match in text.matches(of: /lib[\w+.\-]+\.so(?:\.\d+)*/) { needed.insert(String(match.0)) }
        #expect(needed.contains { $0.hasPrefix("libseccomp") })
        #expect(!needed.contains { $0.hasPrefix("libswift") || $0.hasPrefix("libFoundation") })
    }
}
