import AssayCore
import AssaySandbox
import AssaySelftest
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// One layer taken out of the launcher's source, and a hostile program that must notice.
///
/// The user and pid namespaces are not among them: without those a run could signal the host.
private struct Mutant: Sendable, CustomTestStringConvertible {
    var file: String
    var find: String
    var replace = ""
    var noticed: String
    var testDescription: String { "without \(find) in \(file)" }
}

private let mutants = [
    Mutant(file: "namespaces.c", find: " | CLONE_NEWNET", noticed: "layers/net-namespace"),
    Mutant(file: "namespaces.c", find: "CLONE_NEWIPC |", noticed: "layers/ipc-namespace"),
    Mutant(file: "namespaces.c", find: " | CLONE_NEWUTS", noticed: "layers/uts-namespace"),
    Mutant(file: "init.c", find: "unshare(CLONE_NEWCGROUP)", replace: "0", noticed: "layers/cgroup-namespace"),
    Mutant(file: "init.c", find: "landlock_confine(options, jail->isolation)", replace: "0", noticed: "layers/landlock"),
    Mutant(file: "init.c", find: "if (setsid() < 0)", replace: "if (0)", noticed: "layers/session"),
    Mutant(file: "init.c", find: "kill(-1, SIGKILL);", noticed: "processes/daemon"),
    Mutant(file: "init.c", find: "cgroup_join(&jail->group)", replace: "0", noticed: "resources/memory-anonymous"),
    Mutant(file: "limits.c", find: "!prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)", replace: "1", noticed: "layers/capabilities"),
    Mutant(file: "limits.c", find: "if (set(RLIMIT_CORE, 0, 0)) return \"RLIMIT_CORE\";", noticed: "layers/limits"),
    Mutant(file: "limits.c", find: "prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)", replace: "0", noticed: "layers/no-new-privileges"),
    Mutant(file: "limits.c", find: "if (user)", replace: "if (0)", noticed: "layers/user"),
    Mutant(file: "filesystem.c", find: "(read_only ? ATTR_RDONLY : 0)", replace: "0", noticed: "layers/read-only-mounts"),
    Mutant(file: "filesystem.c", find: ".set = ATTR_NOSUID |", replace: ".set =", noticed: "layers/nosuid-mounts"),
    Mutant(file: "filesystem.c", find: "size=%llu,nr_inodes=%llu,mode=1777", replace: "size=%llu,nr_inodes=0,mode=1777", noticed: "resources/disk-inodes"),
    Mutant(file: "filesystem.c", find: "wanted.set |= ATTR_NODEV", replace: "wanted.set |= 0", noticed: "layers/nosuid-mounts"),
    Mutant(file: "proc.c", find: "rc = cover(source_of(", replace: "if (0) rc = cover(source_of(", noticed: "layers/machine-load"),
    Mutant(file: "proc.c", find: "return mount(source, place,", replace: "return 0; return mount(source, place,", noticed: "layers/machine-unknown"),
    Mutant(file: "proc.c", find: "cover(\"empty\", \"sys/fs\")", replace: "0", noticed: "layers/machine-load"),
    Mutant(file: "proc.c", find: "cover(\"empty\", \"sys/kernel/pty\")", replace: "0", noticed: "layers/machine-load"),
    Mutant(file: "proc.c", find: "cover(\"nothing\", \"sys/kernel/random/boot_id\")", replace: "0", noticed: "layers/machine-load"),
    Mutant(file: "proc.c", find: "MS_REMOUNT | MS_BIND | MS_RDONLY |", replace: "MS_REMOUNT | MS_BIND |", noticed: "layers/read-only-mounts"),
    Mutant(file: "proc.c", find: "limits->memory < all ? limits->memory : all", replace: "0 ? 0 : all", noticed: "layers/machine-memory"),
    Mutant(file: "answer.c", find: "place >= 0 && !is_own(place)", replace: "false", noticed: "kernel/watch-shared"),
    Mutant(file: "answer.c", find: "!(system.f_flag & ST_RDONLY) &&", noticed: "kernel/watch-shared"),
    Mutant(file: "answer.c", find: "&& (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode))", noticed: "kernel/watch-shared"),
    Mutant(file: "answer.c", find: "IN_ROOT | NO_MAGIC_LINKS", replace: "NO_MAGIC_LINKS", noticed: "kernel/watch-own"),
    Mutant(file: "monitor.c", find: "kill_all(monitor, \"output_limit\");", replace: "(void)0;", noticed: "resources/output-endless"),
    Mutant(file: "monitor.c", find: "kill_all(monitor, \"wall_limit\");", replace: "(void)0;", noticed: "resources/ticks"),
    Mutant(file: "monitor.c", find: "kill_all(monitor, \"cpu_limit\");", replace: "(void)0;", noticed: "resources/cpu-children"),
    Mutant(file: "monitor.c", find: "if (full) kill_all(monitor, full);", replace: "(void)full;", noticed: "resources/disk-workspace"),
]

@Suite(.serialized) struct MutationTests {
    @Test("a launcher without any one of its layers is caught by the corpus", arguments: mutants)
    fileprivate func layers(_ mutant: Mutant) async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        let sources = Places.root + "/sandbox/launcher"
        for name in try FileManager.default.contentsOfDirectory(atPath: sources) {
            var text = try String(contentsOfFile: sources + "/" + name, encoding: .utf8)
            if name == mutant.file {
                #expect(text.contains(mutant.find))
                text = text.replacing(mutant.find, with: mutant.replace)
            }
            try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
        }
        let built = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: ["-c", "clang -D_GNU_SOURCE -std=c17 -O1 -o assay-jail *.c -lseccomp"],
            workingDirectory: FilePath(folder), output: .string(limit: 65536), error: .string(limit: 65536))
        try #require(built.terminationStatus.isSuccess, "\(built.standardError)")
        let hostile = try #require(HostileCase.all.first { $0.id == mutant.noticed })
        let selftest = HostileSelftest(sandbox: try JailSandbox(launcher: folder + "/assay-jail"), clocks: .short)
        // A launcher that fails closed has noticed by itself.
        let judgement = try? await selftest.judge(hostile)
        #expect(judgement.map { $0.isolationLevel != .full || !$0.contained || !$0.classified } ?? true, "\(judgement?.evidence ?? "")")
    }

    @Test(
        "a policy without any one of its quiet refusals that hide the machine is caught by the corpus",
        arguments: [
            ("errno EINVAL fcntl if arg1 & 0xfffffffc == 0x400", "allow fcntl if arg1 & 0xfffffffc == 0x400", "kernel/watch-folder"),
            ("errno EOPNOTSUPP preadv2 if arg5 & 0x8 == 0x8", "allow preadv2 if arg5 & 0x8 == 0x8", "kernel/page-cache"),
            ("answer sysinfo", "allow sysinfo", "layers/machine-memory"),
            ("answer inotify_add_watch", "allow inotify_add_watch", "kernel/watch-shared"),
            ("errno EPERM prlimit64 if arg0 != 0", "allow prlimit64 if arg0 != 0", "processes/limits-of-others"),
        ])
    func refusals(_ find: String, _ replace: String, _ noticed: String) async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        let base = try Places.text("sandbox/policies/base.policy")
        #expect(base.contains(find))
        try Data(base.replacing(find, with: replace).utf8).write(to: URL(filePath: folder + "/base.policy"))
        let hostile = try #require(HostileCase.all.first { $0.id == noticed })
        let judgement = try await HostileSelftest(sandbox: JailSandbox(), policies: [folder + "/base.policy", "python"]).judge(hostile)
        #expect(!judgement.contained || !judgement.classified, "\(judgement.evidence)")
    }

    @Test("a policy without any one of its reported calls is caught by the corpus")
    func rules() async throws {
        let base = try Places.text("sandbox/policies/base.policy")
        let rules = try await PolicyExplanation.load(["base", "python"], architecture: "x86_64").rules
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        let sandbox = try JailSandbox()
        for call in Set(rules.filter { $0.action == "report" }.map(\.syscall)).sorted() {
            let hostile = try #require(HostileCase.all.first { $0.deniedCalls.contains(call) }, Comment(rawValue: "no case is about \(call)"))
            let path = folder + "/\(call).policy"
            let lines = base.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                line.hasPrefix("report ") ? line.split(separator: " ").filter { $0 != call }.joined(separator: " ") : String(line)
            }
            try Data(lines.filter { $0 != "report" && !$0.hasPrefix("report if") }.joined(separator: "\n").utf8).write(to: URL(filePath: path))
            let judgement = try await HostileSelftest(sandbox: sandbox, policies: [path, "python"]).judge(hostile)
            let alternatives = hostile.deniedCalls.count > hostile.told.count + 1
            #expect(!judgement.classified || alternatives, "\(call) can be taken out unnoticed: \(hostile.id)")
        }
    }
}
