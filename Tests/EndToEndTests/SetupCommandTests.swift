import AssayTestSupport
import FoundationEssentials
import Subprocess
import Testing

/// `assay setup`, which needs no checkout; nothing is fetched here.
@Suite struct SetupCommandTests {
    @Test("a dry run prints the commands, with pinned versions, and makes nothing")
    func dryRun() async throws {
        let cache = try Places.temporary() + "/cache"
        let ran = try await assay(["setup", "python", "--dry-run"], environment: ["ASSAY_CACHE": cache])
        #expect(ran.status == 0 && ran.out.contains("-m venv \(cache)/tools") && ran.out.contains("pytest=="))
        #expect(!FileManager.default.fileExists(atPath: cache))
    }

    @Test("without a network it ends with one clear line, and what is half there is not taken for installed")
    func offline() async throws {
        let cache = try Places.temporary()
        let ran = try await assay(
            ["setup", "python"],
            environment: ["ASSAY_CACHE": cache, "PIP_INDEX_URL": "http://127.0.0.1:1/simple", "PIP_NO_CACHE_DIR": "1", "PIP_CONFIG_FILE": "/dev/null"])
        #expect(ran.status == 3 && ran.err.contains("[2/2] installing pytest") && ran.err.contains("is there a network?"), "\(ran.err)")
        #expect(!FileManager.default.fileExists(atPath: cache + "/tools/.complete"))
    }

    @Test("what is installed already is left as it is")
    func installed() async throws {
        let cache = try Places.temporary()
        try FileManager.default.createDirectory(atPath: cache + "/checks/bin", withIntermediateDirectories: true)
        let list = try Places.text("Sources/AssayToolchains/Requirements/checks.txt")
        try Data(list.utf8).write(to: URL(filePath: cache + "/checks/.complete"))
        try FileManager.default.createSymbolicLink(atPath: cache + "/checks/bin/python3", withDestinationPath: "/usr/bin/python3")
        let ran = try await assay(["setup", "checks"], environment: ["ASSAY_CACHE": cache])
        #expect(ran.status == 0 && ran.out.isEmpty && ran.err == "checks: installed\n")
    }

    @Test("a cache folder that cannot be made and a wrong word are named")
    func wrong() async throws {
        let unwritable = try await assay(["setup", "python"], environment: ["ASSAY_CACHE": "/proc/cache"])
        #expect(unwritable.status == 73 && unwritable.err.contains("ASSAY_CACHE"), "\(unwritable.err)")
        #expect(try await assay(["setup", "pythn"]).status == 64)
        #expect(try await assay(["setup"]).status == 64)
    }
}
