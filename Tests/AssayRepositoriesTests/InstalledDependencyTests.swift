import AssayCore
import AssayRepositories
import AssaySupport
import AssayTestSupport
import AssayToolchains
import FoundationEssentials
import Testing

@Suite struct InstalledDependencyTests {
    private func lay(_ files: [String: String], in folder: String) throws {
        for (name, text) in files {
            let path = "\(folder)/\(name)"
            try FileManager.default.createDirectory(atPath: path.parentFolder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: path))
        }
    }

    private static let package = ["Package.swift": "// swift-tools-version:6.0\n", "Tests/ATests/A.swift": "import Testing\n"]
    private static let fetched = [".build/checkouts/dep/Package.swift": "// dep\n", ".build/workspace-state.json": "{}", "Package.resolved": "{}"]
    private static let script = ["package.json": "{\"scripts\": {\"test\": \"node a.js\"}}", "a.js": ""]

    @Test("what a package manager put beside a project is shown to it, and an edited copy is another one")
    func shown() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try lay(Self.package.merging(Self.fetched) { $1 }, in: folder)
        let task = try await ProjectTask.load(folder, layouts: ToolchainProfile.layouts())
        #expect(task.shared.map(\.path) == [".build/checkouts"] && task.shared.map(\.host) == ["\(folder)/.build/checkouts"])
        #expect(task.brief.start[".build/workspace-state.json"] == "{}")
        try lay([".build/checkouts/dep/Package.swift": "// edited dep\n"], in: folder)
        let edited = try await ProjectTask.load(folder, layouts: ToolchainProfile.layouts())
        #expect(edited.shared != task.shared)
    }

    @Test("a link that a project has in their place is not followed", arguments: [".build", ".build/checkouts", ".build/workspace-state.json", "node_modules"])
    func links(_ name: String) async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        let isSwift = name != "node_modules"
        try lay(isSwift ? Self.package.merging(Self.fetched) { $1 } : Self.script.merging(["node_modules/x/index.js": ""]) { $1 }, in: folder + "/project")
        try FileManager.default.moveItem(atPath: "\(folder)/project/\(name)", toPath: "\(folder)/secret")
        try FileManager.default.createSymbolicLink(atPath: "\(folder)/project/\(name)", withDestinationPath: "\(folder)/secret")
        let task = try await ProjectTask.load(folder + "/project", layouts: ToolchainProfile.layouts())
        #expect(task.shared.isEmpty && !task.brief.start.contains(".build/workspace-state.json"))
    }

    @Test("what is installed in a virtual environment changes its state")
    func python() throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        try lay(["bin/python": "", "lib/python3.11/site-packages/a.dist-info/METADATA": ""], in: folder)
        let before = InstalledPackages.digest(of: folder + "/bin/python")
        #expect(InstalledPackages.digest(of: folder + "/bin/python") == before)
        try lay(["lib/python3.11/site-packages/b.dist-info/METADATA": ""], in: folder)
        #expect(InstalledPackages.digest(of: folder + "/bin/python") != before)
    }
}
