import AssayCore
import AssaySupport
import AssayToolchains
import Testing

@Suite struct LimitPolicyTests {
    private let small = SandboxLimits(
        wallSeconds: 5, cpuSeconds: 4, idleSeconds: 3, memoryBytes: 64 << 20, processes: 8, outputBytes: 1 << 10, diskBytes: 1 << 20)
    private let large = SandboxLimits(
        wallSeconds: 9000, cpuSeconds: 8000, memoryBytes: 64 << 30, processes: 9000, outputBytes: 32 << 20, diskBytes: 64 << 30)

    private func profile() throws -> ToolchainProfile {
        var profile = try #require(try ToolchainProfile.embedded().first { $0.language == .swift })
        profile.needs = try JSON.decode(
            ToolchainProfile.Needs.self, #"{"wallSeconds":100,"cpuSeconds":200,"memoryMegabytes":300,"processes":400,"diskMegabytes":500}"#)
        return profile
    }

    @Test("a build gets what its toolchain needs, and what is allowed where that is more")
    func build() throws {
        let needed = LimitPolicy(allowed: small).build(of: try profile())
        #expect(
            needed
                == SandboxLimits(
                    wallSeconds: 100, cpuSeconds: 200, idleSeconds: 3, memoryBytes: 300 << 20, processes: 400, outputBytes: 1 << 10,
                    diskBytes: 500 << 20))
        #expect(LimitPolicy(allowed: large).build(of: try profile()) == large)
        var plain = try profile()
        plain.needs = nil
        #expect(LimitPolicy(allowed: small).build(of: plain) == small)
    }

    @Test("a run of tests that compiles gets what a build gets, and no more than was given, however it is scaled")
    func compilingTest() throws {
        let needed = LimitPolicy(allowed: small).compilingTest(of: try profile(), usual: small)
        #expect(needed == LimitPolicy(allowed: small).build(of: try profile()))
        #expect(LimitPolicy(allowed: small).compilingTest(of: try profile(), usual: SandboxLimits()) == small)
        var given = SandboxLimits()
        given.wallSeconds = 5
        for policy in [LimitPolicy(allowed: given), LimitPolicy(allowed: given).scaled(to: 900, cpuSeconds: 900)] {
            let limits = policy.compilingTest(of: try profile(), usual: SandboxLimits())
            #expect(limits.wallSeconds == 5 && limits.cpuSeconds == 200)
        }
        let scaled = LimitPolicy(allowed: .project).scaled(to: 1, cpuSeconds: 1)
        #expect(scaled.compilingTest(of: try profile(), usual: .project).wallSeconds == 100)
    }

    @Test("what a candidate runs, and a suite's generator, get what is allowed and nothing more")
    func plain() {
        let policy = LimitPolicy(allowed: small)
        #expect(policy.test == small && policy.generator == small && policy.check(optional: false) == small)
    }

    @Test("a check that must be asked for may be a slow one")
    func optionalCheck() {
        let limits = LimitPolicy(allowed: small).check(optional: true)
        #expect(limits.wallSeconds == 120 && limits.cpuSeconds == 120 && limits.memoryBytes == 2 << 30)
        #expect(limits.processes == 256 && limits.diskBytes == 512 << 20 && limits.outputBytes == small.outputBytes)
        #expect(LimitPolicy(allowed: large).check(optional: true) == large)
    }

    @Test("lists of symbols and of replies may be long")
    func output() throws {
        let policy = LimitPolicy(allowed: small)
        #expect(policy.calls.outputBytes == 16 << 20 && policy.calls.wallSeconds == 5)
        let symbols = policy.symbols(of: try profile())
        #expect(symbols.outputBytes == 16 << 20 && symbols.wallSeconds == 100)
        #expect(LimitPolicy(allowed: large).calls == large)
    }

    @Test("a script has at least the seconds of its task", arguments: [(1.0, 5.0, 4.0), (4.5, 5, 4.5), (600, 600, 600)])
    func script(_ seconds: Double, _ wall: Double, _ cpu: Double) {
        let limits = LimitPolicy(allowed: small).script(seconds: seconds)
        #expect(limits.wallSeconds == wall && limits.cpuSeconds == cpu && limits.memoryBytes == small.memoryBytes)
    }

    @Test("a Python function is cut short, and three times later where it is repeated")
    func pythonFunction() {
        let (short, long) = (LimitPolicy(allowed: small), LimitPolicy(allowed: large))
        #expect(short.pythonFunction(repeated: false) == small)
        #expect(long.pythonFunction(repeated: false).wallSeconds == 30 && long.pythonFunction(repeated: false).cpuSeconds == 20)
        #expect(short.pythonFunction(repeated: true).wallSeconds == 15 && short.pythonFunction(repeated: true).cpuSeconds == 12)
        #expect(long.pythonFunction(repeated: true).wallSeconds == 90 && long.pythonFunction(repeated: true).cpuSeconds == 60)
    }

    @Test("a batch has time for each of its functions, whatever one run is allowed", arguments: [(0, 30.0), (1, 32), (100, 230)])
    func pythonBatch(_ count: Int, _ seconds: Double) {
        for allowed in [small, large] {
            let limits = LimitPolicy(allowed: allowed).pythonBatch(count: count)
            #expect(limits.wallSeconds == seconds && limits.cpuSeconds == seconds && limits.memoryBytes == allowed.memoryBytes)
            #expect(limits.processes == allowed.processes + 1)
        }
    }

    @Test("a checker outlives the candidate that it asks, and in nothing else has it more")
    func checker() {
        var limits = LimitPolicy(allowed: small).checker(beside: large)
        #expect(limits.wallSeconds == large.wallSeconds + 10)
        limits.wallSeconds -= 10
        #expect(limits == large)
    }

    @Test("the trial of an isolated run is patient in time and idleness alone")
    func isolationTrial() {
        var limits = LimitPolicy(allowed: small).isolationTrial
        #expect(limits.wallSeconds == 25 && limits.idleSeconds == 15)
        (limits.wallSeconds, limits.idleSeconds) = (5, 3)
        #expect(limits == small)
        #expect(LimitPolicy(allowed: large).isolationTrial.idleSeconds == nil)
    }
}
