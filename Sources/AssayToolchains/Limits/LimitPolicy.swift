package import AssayCore

/// The one place that decides how much memory, CPU and time each command of a verification may use.
package struct LimitPolicy: Sendable {
    /// The limits of one run of the candidate's code, as the user or the task sets them.
    package let allowed: SandboxLimits

    /// What was allowed before it was scaled to an earlier run.
    private let given: SandboxLimits

    /// Makes the policy for what is allowed.
    package init(allowed: SandboxLimits = SandboxLimits()) { self.init(allowed: allowed, given: allowed) }

    private init(allowed: SandboxLimits, given: SandboxLimits) { (self.allowed, self.given) = (allowed, given) }

    /// The policy for a change to a project whose own verification took some seconds: four times as much, at least a minute,
    /// and never more than is allowed.
    package func scaled(to wallSeconds: Double, cpuSeconds: Double) -> LimitPolicy {
        var limits = allowed
        limits.wallSeconds = min(limits.wallSeconds, max(60, wallSeconds * 4))
        limits.cpuSeconds = min(limits.cpuSeconds, max(60, cpuSeconds * 4))
        return LimitPolicy(allowed: limits, given: given)
    }

    /// Limits of a build, and of whatever else the toolchain does for one: its cache, its manifest, its list of tests.
    ///
    /// A compiler needs what it needs, however little a task allows its solution.
    ///
    /// A build system may need more than its toolchain does for a single file.
    package func build(of profile: ToolchainProfile, by system: ToolchainProfile.BuildSystem? = nil) -> SandboxLimits {
        allowed.raised(to: profile.needs).raised(to: system?.needs)
    }

    /// Limits of a run of tests that compiles something first: those of a build, and never more than somebody has given.
    ///
    /// `usual` are the limits that hold where nobody gives any: one that is the same says nothing, and the build's stands.
    package func compilingTest(
        of profile: ToolchainProfile, by system: ToolchainProfile.BuildSystem? = nil, usual: SandboxLimits
    ) -> SandboxLimits {
        build(of: profile, by: system).lowered(to: given, unless: usual)
    }

    /// Limits of a run of tests, or of a whole program on one input: what is allowed, since it is the candidate that runs.
    package var test: SandboxLimits { allowed }

    /// Limits of the suite's own generator of test cases: what is allowed, since its author knows of no other limits.
    package var generator: SandboxLimits { allowed }

    /// Limits of a static check.
    ///
    /// One that must be asked for may be a slow type checker, which needs more than a linter that always runs.
    package func check(optional: Bool) -> SandboxLimits { allowed.raised(to: optional ? Self.optionalCheck : nil) }

    /// Limits of listing the names that a build defines: those of the build, with room for a line for each name.
    package func symbols(of profile: ToolchainProfile) -> SandboxLimits { Self.longOutput(build(of: profile)) }

    /// Limits of a driver that answers all calls of a task in one run, with room for all its replies.
    package var calls: SandboxLimits { Self.longOutput(allowed) }

    /// Limits of a task's own script: at least the seconds that the task asks for.
    package func script(seconds: Double) -> SandboxLimits { allowed.raised(wallSeconds: seconds, cpuSeconds: seconds) }

    /// Limits of one Python function under its test.
    ///
    /// Functions of such suites end within a second; at most 30 s of time and 20 s of CPU keep an endless one from
    /// costing a minute. The repetition in another process order gets three times as much: that it is slow decides nothing.
    package func pythonFunction(repeated: Bool) -> SandboxLimits {
        var limits = allowed
        let patience = repeated ? 3.0 : 1.0
        limits.wallSeconds = min(limits.wallSeconds, 30) * patience
        limits.cpuSeconds = min(limits.cpuSeconds, 20) * patience
        return limits
    }

    /// Limits of a server that answers for a batch of Python functions: 2 s for each, and 30 s to start and to end.
    ///
    /// The server comes on top of the processes that a function may have.
    package func pythonBatch(count: Int) -> SandboxLimits {
        var limits = allowed
        limits.wallSeconds = 30 + Double(count) * 2
        limits.cpuSeconds = limits.wallSeconds
        limits.processes += 1
        return limits
    }

    /// Limits of a checker that runs with a candidate: 10 s longer, so that the candidate's own limit is reached first.
    package func checker(beside candidate: SandboxLimits) -> SandboxLimits {
        var limits = candidate
        limits.wallSeconds += 10
        return limits
    }

    /// Limits of the trial that finds out whether a suite's reference passes isolated: five times the allowed time.
    ///
    /// What it finds is remembered, so it must not depend on how busy the machine is.
    package var isolationTrial: SandboxLimits {
        var limits = allowed
        limits.wallSeconds *= 5
        limits.idleSeconds = limits.idleSeconds.map { $0 * 5 }
        return limits
    }

    private static let optionalCheck = ToolchainProfile.Needs(
        wallSeconds: 120, cpuSeconds: 120, memoryMegabytes: 2048, processes: 256, diskMegabytes: 512)

    private static func longOutput(_ limits: SandboxLimits) -> SandboxLimits {
        var limits = limits
        limits.outputBytes = max(limits.outputBytes, 16 << 20)
        return limits
    }
}

extension SandboxLimits {
    fileprivate func raised(wallSeconds: Double, cpuSeconds: Double) -> SandboxLimits {
        var limits = self
        limits.wallSeconds = max(self.wallSeconds, wallSeconds)
        limits.cpuSeconds = max(self.cpuSeconds, cpuSeconds)
        return limits
    }

    /// These limits, or what is needed where that is more.
    fileprivate func raised(to needs: ToolchainProfile.Needs?) -> SandboxLimits {
        var limits = raised(wallSeconds: needs?.wallSeconds ?? 0, cpuSeconds: needs?.cpuSeconds ?? 0)
        limits.memoryBytes = max(memoryBytes, (needs?.memoryMegabytes ?? 0) << 20)
        limits.processes = max(processes, needs?.processes ?? 0)
        limits.diskBytes = max(diskBytes, (needs?.diskMegabytes ?? 0) << 20)
        return limits
    }

    /// These limits, or less where another one was given than the usual one.
    fileprivate func lowered(to given: SandboxLimits, unless usual: SandboxLimits) -> SandboxLimits {
        func least<Value: Comparable>(_ limit: KeyPath<SandboxLimits, Value>) -> Value {
            given[keyPath: limit] == usual[keyPath: limit] ? self[keyPath: limit] : min(self[keyPath: limit], given[keyPath: limit])
        }
        var limits = self
        limits.wallSeconds = least(\.wallSeconds)
        limits.cpuSeconds = least(\.cpuSeconds)
        limits.memoryBytes = least(\.memoryBytes)
        limits.processes = least(\.processes)
        limits.diskBytes = least(\.diskBytes)
        return limits
    }
}
