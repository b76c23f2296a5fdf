import AssayRepositories
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@Suite struct ProjectTaskTests {
    @Test("a plain folder without tests is refused with advice")
    func project() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("x = 1\n".utf8).write(to: URL(filePath: folder + "/a.py"))
        let error = await #expect(throws: InputError.self) { try await ProjectTask.load(folder, layouts: []) }
        #expect(error?.description.contains("no tests found") == true)
    }
}
