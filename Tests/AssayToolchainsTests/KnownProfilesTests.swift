import AssayCore
import AssayTestSupport
import AssayToolchains
import FoundationEssentials
import Testing

@Suite struct KnownProfilesTests {
    @Test("profiles are decoded once, however often and from however many places they are asked for")
    func once() async throws {
        let known = KnownProfiles()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 { group.addTask { try known.profiles(folder: "").count } }
            for try await count in group { #expect(count == 10) }
        }
        #expect(known.readings == 1)
    }

    @Test("what a command asks for three times in this process was decoded once: for checks, for layouts and for a context")
    func shared() throws {
        for _ in 0..<3 {
            #expect(try ToolchainProfile.known().isEmpty == false)
            #expect(try ToolchainProfile.layouts().isEmpty == false)
        }
        #expect(KnownProfiles.shared.readings == 1)
    }

    @Test("each folder of the user's own has its profiles, and an error is not remembered")
    func folders() throws {
        let known = KnownProfiles()
        let plain = try known.profiles(folder: "").map(\.id)
        let own = try known.profiles(folder: Places.root + "/fixtures/toolchains").map(\.id)
        #expect(own != plain)
        #expect(throws: HarnessError.self) { try known.profiles(folder: "/nowhere") }
        #expect(throws: HarnessError.self) { try known.profiles(folder: "/nowhere") }
        #expect(try known.profiles(folder: "").map(\.id) == plain)
        #expect(known.readings == 4)
    }
}
