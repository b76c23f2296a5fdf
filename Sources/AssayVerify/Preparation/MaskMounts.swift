import AssayCore
import AssaySupport
import FoundationEssentials

/// An empty file and an empty folder, which are shown where something must not be.
struct MaskMounts: Sendable {
    private let scratch: ScratchFolder
    private var file: String { scratch.path + "/file" }
    private var folder: String { scratch.path + "/folder" }

    init() throws(HarnessError) {
        do {
            scratch = try ScratchFolder(name: "nothing")
            try FileManager.default.createDirectory(atPath: scratch.path + "/folder", withIntermediateDirectories: false)
            try Data().write(to: URL(filePath: scratch.path + "/file"))
        } catch {
            throw HarnessError(.storage, "cannot make a scratch folder: \(error)")
        }
    }

    /// Mounts that cover some of the host's files and folders, as far as they are there.
    func over(_ paths: [String]) -> [SandboxMount] {
        Set(paths.map { URL(filePath: $0).resolvingSymlinksInPath().path }).sorted().compactMap { path in
            var isFolder = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
            return .readOnly(host: isFolder ? folder : file, inside: path)
        }
    }
}
