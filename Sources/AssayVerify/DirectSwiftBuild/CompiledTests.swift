import AssayCore
import AssaySandbox
import AssaySupport
import FoundationEssentials
import Glibc

/// Objects of test modules, kept for candidates that offer their tests the very same modules.
///
/// A body is no part of a compiled module's file, so a candidate that changes bodies alone leaves that file
/// as it was, byte for byte, and then the tests' objects are what the compiler would make again: it sees the
/// same files and the same flags. Kept as long as this process runs.
struct CompiledTests: Sendable {
    private let folder: ScratchFolder

    init() throws(HarnessError) {
        do {
            folder = try ScratchFolder(name: "tests")
            chmod(folder.path, 0o755)
        } catch {
            throw HarnessError(.storage, "cannot make a folder for compiled tests: \(error)")
        }
    }

    /// The mount of the build results that can be reused, at `/kept`.
    var mount: SandboxMount { .readOnly(host: folder.path, inside: "/kept") }

    /// Keeps what a build left in its workspace, under the digest of a module's own files and of the modules that it saw.
    func keep(_ plan: SwiftModulePlan, from workspace: Workspace) async throws {
        let left = workspace.path + "/.assay"
        let collector = ResultCollector()
        var interfaces: [[UInt8]] = []
        for module in plan.modules {
            guard let bytes = collector.file(module + ".swiftmodule", in: left) else { return }
            interfaces.append(bytes)
        }
        for name in plan.tests {
            let interface = collector.file(name + ".swiftmodule", in: left)
            if plan.lasting.contains(name), let own = plan.files[".assay/\(name).digest"] {
                var key = StreamDigest()
                for bytes in interfaces { key.add(bytes) }
                key.add(Array(own.utf8))
                try await keep(name, "\(folder.path)/\(key.hex)", from: left, interface)
            }
            if let interface { interfaces.append(interface) }
        }
    }

    private func keep(_ name: String, _ place: String, from left: String, _ interface: [UInt8]?) async throws {
        guard !CacheFolder.isComplete(place) else { return }
        let collector = ResultCollector()
        guard let object = collector.file(name + ".o", in: left), let said = collector.file(name + ".said", in: left) else { return }
        try await CacheFolder.make(place) { draft in
            let files = [name + ".o": object, name + ".said": said].merging(interface.map { [name + ".swiftmodule": $0] } ?? [:]) { $1 }
            for (file, bytes) in files { try Data(bytes).write(to: URL(filePath: "\(draft)/\(file)")) }
        }
    }
}
