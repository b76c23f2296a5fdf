import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// A real Slurm of one controller and two nodes on this machine, in a folder of its own; `make slurm` fetches it.
struct SlurmCluster {
    /// Where `make slurm` has unpacked it.
    static var root: String? {
        let root = CacheFolder.path + "/slurm/root"
        return FileManager.default.fileExists(atPath: root + "/usr/sbin/slurmctld-wlm") ? root : nil
    }

    let folder: String
    private let root: String
    /// What the commands of Slurm need.
    let environment: [Environment.Key: String]

    /// Starts the daemons and waits until both nodes take work.
    static func start() async throws -> SlurmCluster {
        guard let root else { throw Missing() }
        let cluster = try SlurmCluster(root: root)
        try await cluster.startController()
        for node in ["vn1", "vn2"] { try await cluster.start(node: node) }
        for _ in 0..<200 {
            let idle = try await cluster.run("sinfo", ["--noheader", "--format=%T %D"])
            if idle.contains("idle 2") { return cluster }
            try await Task.sleep(for: .milliseconds(200))
        }
        throw Missing()
    }

    private struct Missing: Error {}

    private init(root: String) throws {
        self.root = root
        folder = try Places.temporary()
        let libraries = root + "/usr/lib/x86_64-linux-gnu"
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        environment = [
            "LD_LIBRARY_PATH": "\(libraries):\(libraries)/slurm-wlm", "PATH": "\(root)/usr/sbin:\(root)/usr/bin:\(path)", "SLURM_CONF": folder + "/slurm.conf",
        ]
        for name in ["munge", "state", "spool/vn1", "spool/vn2"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        chmod(folder + "/munge", 0o700)
        try Data((0..<1024).map { _ in UInt8.random(in: 0...255) }).write(to: URL(filePath: folder + "/munge/key"))
        chmod(folder + "/munge/key", 0o400)
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, 255)
        let host = String(decoding: name.prefix { $0 != 0 && $0 != 46 }.map(UInt8.init), as: UTF8.self)
        let user = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "root"
        let port = 20_000 + Int(getpid()) % 10_000
        try Data(
            """
            ClusterName=assay
            SlurmctldHost=\(host)(127.0.0.1)
            AuthType=auth/munge
            AuthInfo=socket=\(folder)/munge/sock
            PluginDir=\(libraries)/slurm-wlm
            SlurmUser=\(user)
            SlurmdUser=\(user)
            StateSaveLocation=\(folder)/state
            SlurmdSpoolDir=\(folder)/spool/%n
            SlurmctldPidFile=\(folder)/controller.pid
            SlurmdPidFile=\(folder)/%n.pid
            SlurmctldLogFile=\(folder)/controller.log
            SlurmdLogFile=\(folder)/%n.log
            SlurmctldPort=\(port)
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            JobAcctGatherType=jobacct_gather/none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core
            SlurmdParameters=config_overrides
            ReturnToService=2
            JobCompType=jobcomp/none
            AccountingStorageType=accounting_storage/none
            MpiDefault=none
            KillWait=2
            NodeName=vn1 NodeHostname=\(host) NodeAddr=127.0.0.1 Port=\(port + 1) CPUs=1 RealMemory=500
            NodeName=vn2 NodeHostname=\(host) NodeAddr=127.0.0.1 Port=\(port + 2) CPUs=1 RealMemory=500
            PartitionName=main Nodes=vn1,vn2 Default=YES

            """.utf8
        ).write(to: URL(filePath: folder + "/slurm.conf"))
    }

    /// Starts munged, where it does not run yet, and the controller.
    func startController() async throws {
        let munge = folder + "/munge"
        if !FileManager.default.fileExists(atPath: munge + "/sock") {
            _ = try await run(
                "munged",
                [
                    "--force", "--socket=\(munge)/sock", "--key-file=\(munge)/key", "--pid-file=\(munge)/pid", "--log-file=\(munge)/log",
                    "--seed-file=\(munge)/seed",
                ])
        }
        _ = try await run("slurmctld-wlm", ["-f", folder + "/slurm.conf"])
    }

    private func start(node: String) async throws {
        _ = try await run("slurmd-wlm", ["-N", node, "-f", folder + "/slurm.conf", "-d", root + "/usr/sbin/slurmstepd-wlm"])
    }

    /// Ends the controller at once, as when its machine fails.
    func killController() { kill("controller.pid", SIGKILL) }

    /// Marks a node as failed: the controller ends what ran there.
    func fail(node: String) async throws { _ = try await run("scontrol", ["update", "nodename=\(node)", "state=down", "reason=test"]) }

    /// Takes the nodes back into service, as an administrator would, and lets them say what runs on them: a controller that was
    /// killed believes in tasks that have ended since.
    func resumeNodes() async throws {
        _ = try await run("scontrol", ["update", "nodename=vn[1-2]", "state=resume"])
        _ = try await run("scontrol", ["reconfigure"])
    }

    /// Ends everything that was started here.
    func stop() async {
        _ = try? await run("scancel", ["--user=\(getuid())"])
        for name in ["vn1.pid", "vn2.pid", "controller.pid", "munge/pid"] { kill(name, SIGTERM) }
        try? await Task.sleep(for: .seconds(1))
        for name in ["vn1.pid", "vn2.pid", "controller.pid", "munge/pid"] { kill(name, SIGKILL) }
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func kill(_ file: String, _ signal: CInt) {
        guard let text = try? String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8), let process = pid_t(text.filter(\.isNumber)), process > 1 else {
            return
        }
        _ = Glibc.kill(process, signal)
    }

    /// Runs a command of Slurm and returns what it prints.
    @discardableResult
    func run(_ name: String, _ words: [String]) async throws -> String {
        let place = ["munged", "slurmctld-wlm", "slurmd-wlm"].contains(name) ? "/usr/sbin/" : "/usr/bin/"
        let ended = try await Subprocess.run(
            .path(FilePath(root + place + name)), arguments: Arguments(words), environment: .inherit.updating(environment.mapValues { $0 as String? }),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        return ended.standardOutput
    }
}
