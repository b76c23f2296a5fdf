import AssayCore
import AssaySandbox
import FoundationEssentials
import Glibc

/// Objects of test modules, kept for candidates that offer their tests the very same modules.
///
/// A body is no part of a compiled module's file, so a candidate that changes bodies alone leaves that file
/// as it was, byte for byte, and then the tests' objects are what the compiler would make again: it sees the
/// same files and the same flags. Kept as long as this process runs.
struct KeptTests: Sendable {
    private let folder: ScratchFolder

    init() throws(HarnessError) {
        do {
            folder = try ScratchFolder(name: "tests")
            chmod(folder.path, 0o755)
        } catch {
            throw HarnessError(.storage, "cannot make a folder for compiled tests: \(error)")
        }
    }

    /// What a build of a plan may use again, at `/kept`.
    func mount(_ plan: SwiftModulePlan) throws -> SandboxMount {
        try FileManager.default.createDirectory(atPath: place(plan), withIntermediateDirectories: true)
        return .readOnly(host: place(plan), inside: "/kept")
    }

    /// Keeps what a build left in its workspace, under the digest of the modules that its tests saw.
    func keep(_ plan: SwiftModulePlan, from workspace: Workspace) async throws {
        let left = workspace.path + "/.assay"
        let collector = ResultCollector()
        var interfaces = StreamDigest()
        for module in plan.modules {
            guard let bytes = collector.file(module + ".swiftmodule", in: left) else { return }
            interfaces.add(bytes)
        }
        let place = "\(place(plan))/\(interfaces.hex)"
        guard !CacheFolder.isComplete(place) else { return }
        var objects: [String: [UInt8]] = [:]
        for name in plan.tests.flatMap({ [$0 + ".o", $0 + ".said"] }) {
            guard let bytes = collector.file(name, in: left) else { return }
            objects[name] = bytes
        }
        try await CacheFolder.make(place) { draft in
            for (name, bytes) in objects { try Data(bytes).write(to: URL(filePath: "\(draft)/\(name)")) }
        }
    }

    private func place(_ plan: SwiftModulePlan) -> String { "\(folder.path)/\(plan.testsDigest)" }
}
