import AssayTestSupport
import FoundationEssentials
import Testing

/// The commands of the Makefile, and what is said of them.
@Suite struct MakefileTests {
    private static func words(after start: String, in text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).filter { $0.hasPrefix(start) }.flatMap { $0.dropFirst(start.count).split(separator: " ") }.map(String.init)
    }

    @Test("help explains every command, and no other")
    func help() throws {
        let text = try Places.text("Makefile")
        let commands = Set(Self.words(after: ".PHONY:", in: text)).subtracting(["help"])
        let explained = text.split(whereSeparator: \.isNewline).compactMap { line -> String? in
            guard line.hasPrefix("\t@echo \"make ") else { return nil }
            return line.dropFirst("\t@echo \"make ".count).prefix { $0 != " " }.description
        }
        #expect(commands.count > 8 && Set(explained) == commands && explained.count == commands.count)
        for command in commands { #expect(text.contains("\n\(command):"), "\(command) is no target") }
    }

    @Test("CI runs what the Makefile has, the launcher's own tests and all others among it")
    func ci() throws {
        let used = Self.words(after: "make ", in: try Places.text(".ci/run"))
        let commands = Self.words(after: ".PHONY:", in: try Places.text("Makefile"))
        #expect(used.contains("sanitize") && used.contains("test"))
        #expect(Set(used).isSubset(of: commands))
    }

    @Test("no message tells somebody without a checkout to run make")
    func messages() throws {
        let commands = Self.words(after: ".PHONY:", in: try Places.text("Makefile")).filter { $0 != "test" }
        for path in try FileManager.default.subpathsOfDirectory(atPath: Places.root + "/Sources") where [".swift", ".json"].contains(where: path.hasSuffix) {
            let text = try Places.text("Sources/" + path)
            for command in commands {
                for end in ["\"", "'"] { #expect(!text.contains("make \(command)\(end)"), "\(path): make \(command)") }
            }
        }
    }
}
