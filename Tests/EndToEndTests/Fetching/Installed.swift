import FoundationEssentials
import Glibc

/// Which programs this machine has.
enum Installed {
    /// Whether a program is in a folder of PATH.
    static func has(_ name: String) -> Bool {
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin"
        return path.split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
    }
}
