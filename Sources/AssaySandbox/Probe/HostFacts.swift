import AssaySupport
import FoundationEssentials
import Glibc

/// Facts about the host that tell apart the causes of a missing sandbox layer.
package struct HostFacts: Sendable {
    /// Ubuntu's restriction of unprivileged user namespaces (kernel.apparmor_restrict_unprivileged_userns).
    package var appArmorRestricts = false
    /// Debian's older switch (kernel.unprivileged_userns_clone) is off.
    package var cloneSwitchedOff = false
    /// The number of user namespaces is limited to none (user.max_user_namespaces).
    package var noNamespaces = false
    /// Whether this process runs in a container.
    package var container = false
    /// Whether this process runs as root.
    package var root = false

    /// The AppArmor profile that comes with this program.
    package var appArmorProfile = "sandbox/apparmor/assay-jail"

    /// Makes the facts of a host without restrictions.
    package init() {}

    /// Reads the facts of this machine.
    package static func read() -> HostFacts {
        func setting(_ path: String) -> String? {
            (try? String(contentsOfFile: "/proc/sys/" + path, encoding: .utf8))?.trimmed
        }
        var facts = HostFacts()
        facts.appArmorRestricts = setting("kernel/apparmor_restrict_unprivileged_userns") == "1"
        facts.cloneSwitchedOff = setting("kernel/unprivileged_userns_clone") == "0"
        facts.noNamespaces = setting("user/max_user_namespaces") == "0"
        facts.container = access("/.dockerenv", F_OK) == 0 || access("/run/.containerenv", F_OK) == 0
        facts.root = geteuid() == 0
        if let launcher = try? LauncherLocation.find(), let end = launcher.firstRange(of: "/bin/../libexec/assay/")?.lowerBound {
            facts.appArmorProfile = launcher[..<end] + "/share/assay/apparmor/assay-jail"
        }
        return facts
    }

    /// The command that fixes a missing capability on this host.
    package func remedy(for capability: SandboxProbe.Capability) -> String {
        switch capability.id {
        case "namespaces" where noNamespaces: "sudo sysctl -w user.max_user_namespaces=10000"
        case "namespaces" where cloneSwitchedOff: "sudo sysctl -w kernel.unprivileged_userns_clone=1"
        case "namespaces" where container && capability.stage == "fresh /proc":
            "docker run --security-opt systempaths=unconfined …"
        case "namespaces" where container:
            "docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined …"
        case "namespaces" where appArmorRestricts && !root:
            "sudo cp '\(appArmorProfile)' /etc/apparmor.d/ && sudo apparmor_parser -r /etc/apparmor.d/assay-jail"
        case "namespaces": "sudo sysctl -w user.max_user_namespaces=10000, and allow \(capability.stage) to this process"
        case "landlock": "boot Linux 5.13 or newer with landlock in the kernel parameter lsm="
        case "seccomp": "boot a kernel with CONFIG_SECCOMP_FILTER, Linux 5.0 or newer"
        case "cgroup" where container: "docker run --cgroupns=private --privileged …, or accept the isolation level no-cgroup"
        case "cgroup" where root: "mount -t cgroup2 none /sys/fs/cgroup"
        default: "systemd-run --user --scope -p Delegate=yes assay …"
        }
    }
}
