import ArgumentParser
import AssayCore
import AssayToolchains
import Testing

@testable import AssayCommands

@Suite struct LimitOptionsTests {
    private static let commands = [["verify", "DIR"], ["sandbox", "run"]]

    @Test(
        "a limit that is no amount of time or memory is refused by its flag",
        arguments: commands,
        [
            ["--wall", "0"], ["--wall=-1"], ["--wall", "inf"], ["--wall", "nan"], ["--cpu", "1e300"], ["--cpu", "0"], ["--memory", "0"],
            ["--memory=-5"], ["--wall", "-1"], ["--memory", "-5"], ["--memory", "9223372036854775807"],
        ])
    func refused(_ command: [String], _ flags: [String]) throws {
        let error = try #require(throws: (any Error).self) { try Assay.parseAsRoot(command + flags + (command[0] == "sandbox" ? ["--", "true"] : [])) }
        #expect(Assay.fullMessage(for: error).contains("\(flags[0].prefix { $0 != "=" }) must be above zero"))
    }

    @Test("what is not said is as usual, what is said counts")
    func limits() throws {
        let usual = try #require(try Assay.parseAsRoot(["verify", "DIR"]) as? VerifyCommand)
        #expect(usual.limits.sandbox() == SandboxLimits())
        #expect(usual.room.apply(to: usual.limits.sandbox(for: .asRunnerSays)) == SandboxLimits.project)
        let own = try #require(try Assay.parseAsRoot(["verify", "DIR", "--wall", "5", "--cpu", "2.5", "--memory", "64"]) as? VerifyCommand)
        #expect(own.limits.sandbox() == SandboxLimits(wallSeconds: 5, cpuSeconds: 2.5, memoryBytes: 64 << 20))
    }
}
