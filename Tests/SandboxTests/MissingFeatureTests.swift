import AssayCore
import AssaySandbox
import AssaySelftest
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage
import Testing

/// A machine that lacks one feature, and what must be said of it.
private struct Lack: Sendable, CustomTestStringConvertible {
    var call: String
    var number: CInt
    /// The capability that the probe must find missing, and at which stage.
    var capability: String
    var stage: String
    var testDescription: String { "without \(call)" }
}

@Suite(.serialized) struct MissingFeatureTests {
    /// Writes a launcher that finds its machine lacking something.
    private func launcher(_ folder: String, _ command: String) async throws -> String {
        let built = try await Subprocess.run(
            .name("clang"), arguments: ["-D_GNU_SOURCE", "-o", folder + "/deny", Places.root + "/Tests/SandboxTests/Programs/deny.c", "-lseccomp"],
            output: .discarded, error: .string(limit: 65536))
        try #require(built.terminationStatus.isSuccess, "\(built.standardError)")
        let path = folder + "/launcher"
        // By another process: a descriptor of ours that a fork beside carries along would keep the file busy.
        let written = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: ["-c", "printf '%s\\n' '#!/bin/sh' \"$2\" > \"$1\" && chmod 755 \"$1\"", "sh", path, "exec \(command) \"$@\""],
            output: .discarded, error: .string(limit: 4096))
        try #require(written.terminationStatus.isSuccess, "\(written.standardError)")
        return path
    }

    private func probe(_ launcher: String) async throws -> SandboxProbe {
        let ended = try await Subprocess.run(
            .path(FilePath(launcher)), arguments: ["probe"], output: .string(limit: 65536), error: .string(limit: 65536))
        return try JSON.decode(SandboxProbe.self, ended.standardOutput)
    }

    @Test(
        "without a layer nothing is run at all, and the probe names the layer",
        arguments: [
            Lack(call: "clone3", number: ENOSYS, capability: "namespaces", stage: "clone3"),
            Lack(call: "clone3", number: EPERM, capability: "namespaces", stage: "clone3"),
            Lack(call: "mount", number: EPERM, capability: "namespaces", stage: "mount"),
            Lack(call: "landlock_create_ruleset", number: ENOSYS, capability: "landlock", stage: "landlock"),
            Lack(call: "seccomp", number: EINVAL, capability: "seccomp", stage: "seccomp"),
        ])
    fileprivate func failsClosed(_ lack: Lack) async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        chmod(folder, 0o777)
        let lacking = try await launcher(
            folder, "\(folder)/deny \(lack.call) \(lack.number) \(Places.products)/assay-jail")
        let found = try await probe(lacking)
        // Without namespaces root still has the isolation level bare, which nothing accepts unless it is told to.
        #expect(found.isolationLevel == (lack.capability == "namespaces" && getuid() == 0 ? .bare : nil))
        let missing = try #require(found.capabilities.first { $0.id == lack.capability })
        #expect(!missing.ok && missing.stage == lack.stage)
        #expect(!HostFacts.read().remedy(for: missing).isEmpty)
        let error = await #expect(throws: SandboxError.self) {
            _ = try await JailSandbox(launcher: lacking).run(
                SandboxCommand(
                    ["/bin/sh", "-c", "echo ran > /w/ran"], mounts: [.readWrite(host: folder, inside: "/w")], limits: HostileSelftest.limits))
        }
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("probe") == true, "\(error?.message ?? "")")
        #expect(!FileManager.default.fileExists(atPath: folder + "/ran"))
    }

    @Test("without namespaces a run that accepts the isolation level bare goes on, with a user of its own", .enabled(if: getuid() == 0))
    func noNamespaces() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        chmod(folder, 0o777)
        let lacking = try await launcher(folder, "\(folder)/deny clone3 \(EPERM) \(Places.products)/assay-jail")
        let work = folder + "/work"
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: false)
        chmod(work, 0o777)
        try Data("kept\n".utf8).write(to: URL(filePath: work + "/file"))
        let sandbox = try JailSandbox(minimumIsolation: .bare, launcher: lacking)
        #expect(try await !sandbox.keepsPlaces)
        var command = SandboxCommand(
            ["/bin/sh", "-c", "id -u; pwd; cat /w/file \"$1/file\"; echo new > \"$1/made\"; ls /etc; echo $TMPDIR", "sh", "/w"],
            mounts: [.readWrite(host: work, inside: "/w")], directory: "/w", limits: HostileSelftest.limits)
        let result = try await sandbox.run(command)
        let lines = result.outputText.split(separator: "\n").map(String.init)
        #expect(result.isolationLevel == .bare && result.layers.contains("user of its own") && !result.layers.contains("pid namespace"))
        #expect(lines.first.flatMap(UInt32.init).map { $0 > 60000 } == true)
        // The place is told as the caller named it; only whole words of the command are led there.
        #expect(lines.dropFirst().prefix(2) == ["/w", "kept"], "\(result.outputText) \(result.errorText)")
        #expect(result.errorText.contains("/w/file") && result.errorText.contains("/etc"))
        #expect(FileManager.default.fileExists(atPath: work + "/made"))
        // An overlay is a copy.
        command.mounts = [.overlay(host: work, inside: "/w")]
        command.arguments = ["/bin/sh", "-c", "echo changed > file; cat file"]
        #expect(try await sandbox.run(command).outputText == "changed\n")
        #expect(try String(contentsOfFile: work + "/file", encoding: .utf8) == "kept\n")
        command.loopback = true
        await #expect(throws: SandboxError.self) { _ = try await sandbox.run(command) }
    }

    @Test("a folder that the run's own user may not enter is named, with what to do", .enabled(if: getuid() == 0))
    func closedFolder() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        let closed = folder + "/closed"
        try FileManager.default.createDirectory(atPath: closed + "/inner", withIntermediateDirectories: true)
        chmod(folder, 0o755)
        chmod(closed, 0o700)
        let error = await #expect(throws: SandboxError.self) {
            _ = try await JailSandbox(minimumIsolation: .bare, isolation: .bare).run(
                SandboxCommand(["/bin/true"], mounts: [.readOnly(host: closed + "/inner", inside: "/w")], limits: HostileSelftest.limits))
        }
        #expect(error?.code == .unavailable && error?.message.contains("chmod o+x '\(closed)'") == true, "\(error?.message ?? "")")
    }

    @Test("a masked /proc, as in containers, is found by doing", .enabled(if: getuid() == 0))
    func maskedProc() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        let masked = try await launcher(
            folder,
            "unshare -m /bin/sh -c 'mount -t tmpfs none /proc/sys && mount --bind /dev/null /proc/cmdline && exec \(Places.products)/assay-jail \"$@\"' sh")
        let found = try await probe(masked)
        let missing = try #require(found.capabilities.first { $0.id == "namespaces" })
        #expect(!missing.ok && missing.stage == "fresh /proc")
        await #expect(throws: SandboxError.self) {
            _ = try await JailSandbox(launcher: masked).run(SandboxCommand(["/bin/true"], limits: HostileSelftest.limits))
        }
    }

    @Test("without a cgroup the isolation level is no-cgroup, said in the result, and a run that asks for full is refused", .enabled(if: getuid() == 0))
    func noCgroup() async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        let bare = try await launcher(
            folder, "unshare -m /bin/sh -c 'mount -t tmpfs none /sys/fs/cgroup && exec \(Places.products)/assay-jail \"$@\"' sh")
        #expect(try await probe(bare).isolationLevel == .noCgroup)
        let result = try await JailSandbox(launcher: bare).run(SandboxCommand(["/bin/true"], limits: HostileSelftest.limits))
        #expect(result.isolationLevel == .noCgroup && !result.layers.contains { $0.hasPrefix("cgroup v") })
        // What the corpus finds at the other levels holds here, too.
        for id in ["processes/limits-of-others", "layers/machine-load", "layers/machine-memory", "kernel/watch-shared", "kernel/watch-own"] {
            let hostile = try #require(HostileCase.all.first { $0.id == id })
            let judgement = try await HostileSelftest(sandbox: JailSandbox(launcher: bare)).judge(hostile)
            #expect(judgement.contained && judgement.classified && judgement.isolationLevel == .noCgroup, "\(id): \(judgement.evidence)")
        }
        let error = await #expect(throws: SandboxError.self) {
            _ = try await JailSandbox(minimumIsolation: .full, launcher: bare).run(SandboxCommand(["/bin/true"], limits: HostileSelftest.limits))
        }
        #expect(error?.code == .unavailable && error?.message.contains("no-cgroup, below full") == true, "\(error?.message ?? "")")
    }

    @Test("the remedy depends on the cause")
    func remedies() {
        let namespaces = SandboxProbe.Capability(id: "namespaces", ok: false, errno: 1, stage: "mount", detail: "")
        var facts = HostFacts()
        facts.appArmorRestricts = true
        #expect(facts.remedy(for: namespaces).contains("apparmor_parser"))
        facts.noNamespaces = true
        #expect(facts.remedy(for: namespaces).contains("max_user_namespaces"))
        facts = HostFacts()
        facts.container = true
        #expect(facts.remedy(for: namespaces).contains("--security-opt"))
        facts = HostFacts()
        facts.cloneSwitchedOff = true
        #expect(facts.remedy(for: namespaces).contains("unprivileged_userns_clone=1"))
    }
}
