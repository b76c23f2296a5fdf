import AssayCore
import AssayToolchains
import Testing

/// What `assay setup` would run on systems of different kinds.
@Suite struct SetupPlanTests {
    @Test("missing packages are installed where that is allowed, by sudo where it is needed")
    func allowed() throws {
        let steps = try SetupPlan.packages(SetupHost(installer: .allowed(prefix: ["sudo"]), missing: ["cmake"]))
        #expect(steps.map(\.words.first) == ["sudo", "sudo"])
        #expect(steps.last?.line.hasSuffix("apt-get -qq install -y --no-install-recommends cmake") == true)
        #expect(try SetupPlan.packages(SetupHost(installer: .absent, missing: [])).isEmpty)
    }

    @Test("where it is not allowed, the error is the one command that does it")
    func forbidden() {
        #expect(throws: HarnessError.self) { try SetupPlan.packages(SetupHost(installer: .absent, missing: ["cmake"])) }
        let error = #expect(throws: HarnessError.self) { try SetupPlan.packages(SetupHost(installer: .forbidden, missing: ["cmake", "junit5"])) }
        #expect(error?.message.contains("sudo apt-get install -y --no-install-recommends cmake junit5") == true)
    }

    @Test("each list names something, and pins every Python package", arguments: SetupPart.allCases)
    func lists(part: SetupPart) {
        #expect(!part.list.isEmpty)
        if part != .toolchains { #expect(part.list.allSatisfy { $0.contains("==") }) }
    }
}
