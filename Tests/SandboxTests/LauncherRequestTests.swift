import AssayCore
import Testing

@testable import AssaySandbox

@Suite struct LauncherRequestTests {
    private func words(
        _ command: SandboxCommand, policies: [String] = ["/p/base.policy"], level: IsolationLevel = .noCgroup, isJoined: Bool = false
    ) throws -> [String] {
        try LauncherRequest(command, policies: policies, minimumIsolation: level, isJoined: isJoined).words
    }

    @Test("a request is written in the order in which the launcher reads it: policies, options, then the command behind --")
    func whole() throws {
        let command = SandboxCommand(
            ["/bin/echo", "--rw", "a b"], mounts: [.readOnly(host: "/h", inside: "/w")], environment: ["B": "2", "A": "1=1"], directory: "/w",
            limits: SandboxLimits(
                wallSeconds: 1.5, cpuSeconds: 2, memoryBytes: 1024, processes: 3, outputBytes: 4, diskBytes: 5))
        #expect(
            try words(command, policies: ["/p/base.policy", "/p/python.policy"]) == [
                "--policy", "/p/base.policy", "--policy", "/p/python.policy", "--capture", "--min-tier", "2", "--ro", "/h:/w",
                "--env", "A=1=1", "--env", "B=2", "--limit", "wall_ms=1500", "--limit", "cpu_ms=2000", "--limit", "memory=1024",
                "--limit", "processes=3", "--limit", "output=4", "--limit", "disk=5", "--cwd", "/w", "--", "/bin/echo", "--rw", "a b",
            ])
    }

    @Test(
        "every kind of mount has its own option",
        arguments: [
            (SandboxMount.readOnly(host: "/a", inside: "/w"), ["--ro", "/a:/w"]), (.readWrite(host: "/a", inside: "/w"), ["--rw", "/a:/w"]),
            (.overlay(host: "/a", inside: "/w"), ["--overlay", "/a:/w"]),
            (.layered(base: "/a", changes: "/b", inside: "/w"), ["--layered", "/a:/b:/w"]),
            (.layeredOverlay(base: "/a", changes: "/b", inside: "/w"), ["--layered-overlay", "/a:/b:/w"]),
        ])
    func mounts(_ mount: SandboxMount, _ expected: [String]) throws {
        let words = try words(SandboxCommand(["x"], mounts: [mount]))
        #expect(words.split(separator: expected, maxSplits: 1).count == 2, "\(words)")
    }

    @Test("joined streams, a loopback network, an idle limit and a weaker isolation level are options only where they are asked for")
    func options() throws {
        let plain = try words(SandboxCommand(["x"]))
        for word in ["--joined", "--net"] { #expect(!plain.contains(word)) }
        #expect(!plain.contains { $0.hasPrefix("idle_ms=") })
        var limits = SandboxLimits()
        limits.idleSeconds = 0.25
        let all = try words(SandboxCommand(["x"], limits: limits, loopback: true), level: .bare, isJoined: true)
        #expect(all.contains("--joined") && all.contains("idle_ms=250"))
        #expect(all.split(separator: ["--net", "loopback"]).count == 2 && all.split(separator: ["--min-tier", "3"]).count == 2)
    }

    @Test("each word ends with a NUL, and a NUL within one is refused")
    func bytes() throws {
        let request = try LauncherRequest(SandboxCommand(["/bin/echo", ""]), policies: [], minimumIsolation: .full, isJoined: false)
        #expect(request.bytes.split(separator: 0, omittingEmptySubsequences: false).count == request.words.count + 1)
        #expect(request.bytes.suffix(2) == [0, 0])
        let error = #expect(throws: SandboxError.self) { try words(SandboxCommand(["/bin/echo", "a\0--rw"])) }
        #expect(error?.code == .program && error?.message.contains("NUL character in 'a") == true)
    }
}
