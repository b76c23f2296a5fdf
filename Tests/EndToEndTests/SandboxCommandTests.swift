import AssayCore
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage
import Testing

/// What `assay sandbox selftest --json` prints.
private struct SelftestReport: Decodable {
    struct Case: Decodable {
        var id: String
        var contained: Bool
        var classified: Bool
        var evidence: String
        var isolationLevel: IsolationLevel
    }
    var cases: [Case]
    var total: Int
}

@Suite(.serialized) struct SandboxCommandTests {
    private static let chosen = ["--only", "layers/", "--only", "network/", "--only", "files/", "--only", "kernel/un"]

    private func check(_ ran: Ran, levels: Set<IsolationLevel>) throws {
        #expect(ran.status == 0, "\(ran.err)")
        let report = try JSON.decode(SelftestReport.self, ran.out)
        #expect(report.total > 70 && report.cases.count == report.total)
        for one in report.cases {
            #expect(one.contained && one.classified, "\(one.id): \(one.evidence)")
            #expect(levels.contains(one.isolationLevel))
        }
    }

    @Test("anyone can run the hostile corpus on their own machine")
    func selftest() async throws {
        try check(try await assay(["sandbox", "selftest", "-q", "--json"] + Self.chosen), levels: [.full, .noCgroup])
    }

    /// Runs a copy of assay as a user who may do nothing.
    private func unprivileged(_ arguments: [String]) async throws -> Ran {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["assay", "assay-jail"] {
            try FileManager.default.copyItem(atPath: Places.products + "/" + name, toPath: folder + "/" + name)
        }
        chmod(folder, 0o755)
        let ended = try await Subprocess.run(
            .name("setpriv"), arguments: Arguments(["--reuid=65534", "--regid=65534", "--clear-groups", folder + "/assay"] + arguments),
            environment: .inherit.updating(["HOME": folder, "TMPDIR": "/tmp"]), workingDirectory: "/",
            output: .string(limit: 8 << 20), error: .string(limit: 1 << 20))
        return Ran(status: ended.terminationStatus.isSuccess ? 0 : 1, out: ended.standardOutput, err: ended.standardError)
    }

    @Test("the corpus holds for a user without any privileges", .enabled(if: getuid() == 0))
    func corpusUnprivileged() async throws {
        try check(try await unprivileged(["sandbox", "selftest", "-q", "--json"] + Self.chosen), levels: [.noCgroup])
    }

    @Test("everything can be thrown away, as shells do it", .enabled(if: getuid() == 0))
    func null() async throws {
        let words = ["sandbox", "run", "--", "/bin/sh", "-c", "echo lost > /dev/null && echo kept"]
        #expect(try await assay(words).out.contains("kept"))
        let ran = try await unprivileged(words)
        #expect(ran.status == 0 && ran.out.contains("kept"), "\(ran.err)")
    }

    @Test(
        "a run says which limit ended it and how strong the sandbox was", arguments: [["--wall", "0.3"], ["--min-isolation", "no-cgroup", "--wall", "0.2"]])
    func limited(_ options: [String]) async throws {
        let ran = try await assay(["sandbox", "run", "--json"] + options + ["--", "/bin/sleep", "30"])
        #expect(ran.status == 1)
        for text in [
            "\"outcome\" : \"wall_limit\"", "\"limit_hit\" : \"wall\"", "\"isolation_level\"", "\"layers\"", "\"usage\"", "\"leftovers_killed\"",
            "\"stdout_truncated\" : false",
        ] {
            #expect(ran.out.contains(text), "\(text)")
        }
    }

    @Test(
        "an isolation level that does not exist, or an isolation below the accepted one, is said and nothing is run",
        arguments: [
            ["--min-tier", "0"], ["--min-isolation", "weak"], ["--min-tier", "1", "--min-isolation", "full"], ["--isolation", "bare"],
            ["--isolation", "loose"],
        ])
    func refused(_ options: [String]) async throws {
        let ran = try await assay(["sandbox", "run"] + options + ["--", "/bin/echo", "ran"])
        #expect(ran.status == 64 && !ran.out.contains("ran"))
        #expect(ran.err.contains("isolation"))
    }

    @Test("the old flag is still accepted, with one line that names the new one")
    func oldFlag() async throws {
        let ran = try await assay(["sandbox", "run", "--min-tier", "2", "--", "/bin/echo", "ran"])
        #expect(ran.status == 0 && ran.out == "ran\n", "\(ran.err)")
        #expect(ran.err.split(separator: "\n").count { $0.contains("--min-isolation no-cgroup") } == 1, "\(ran.err)")
    }

    @Test("an explanation names what is allowed, denied and why")
    func explained() async throws {
        let ran = try await assay(["sandbox", "explain", "python"])
        #expect(ran.status == 0)
        for text in ["allowed", "denied and told", "ptrace", "TCGETS", "read-only", "PYTHONHASHSEED=0"] {
            #expect(ran.out.contains(text), "\(text)")
        }
        #expect(try await assay(["sandbox", "explain", "nope"]).status == 66)
        #expect(try await assay(["sandbox", "explain", "--arch", "vax"]).status == 64)
        #expect(try await assay(["sandbox", "selftest", "--only", "nope"]).status == 5)
    }

    @Test("a program that cannot be executed is named, with the status that shells have for it")
    func notExecuted() async throws {
        let ran = try await assay(["sandbox", "run", "--", "no-such-program"])
        #expect(ran.status == 127)
        #expect(ran.err.contains("cannot execute 'no-such-program'") && !ran.err.contains("could not start"), "\(ran.err)")
    }
}
