package import AssayCore
import FoundationEssentials
import Glibc

/// Finds the launcher `assay-jail`: the variable `ASSAY_JAIL`, or beside the running program, or in `libexec` of where it is installed.
package enum LauncherLocation {
    /// Returns the launcher's path.
    package static func find() throws(SandboxError) -> String {
        if let named = getenv("ASSAY_JAIL") {
            let path = String(cString: named)
            if access(path, X_OK) == 0 { return path }
            throw SandboxError(.unavailable, "ASSAY_JAIL names '\(path)', which is not executable")
        }
        guard let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        else { throw SandboxError(.unavailable, "cannot read /proc/self/exe") }
        // Inside `swift test` the program is the toolchain's helper; its argument is the bundle.
        var candidates = [own] + CommandLine.arguments.filter { $0.hasSuffix(".xctest") }
        candidates += CommandLine.arguments.prefix(1)
        for candidate in candidates {
            guard let slash = candidate.lastIndex(of: "/") else { continue }
            for place in ["/assay-jail", "/../libexec/assay/assay-jail"] {
                let path = candidate[..<slash] + place
                if access(String(path), X_OK) == 0 { return String(path) }
            }
        }
        throw SandboxError(
            .unavailable,
            "assay-jail is neither beside '\(own)' nor in ../libexec/assay; install Assay again, or set ASSAY_JAIL")
    }
}
