import AssaySupport
import FoundationEssentials

/// What is installed in the user's Python, on which the verdict on a project depends as on the project.
package enum InstalledPackages {
    /// The digest of what stands in the folders from which an interpreter, or the one that its virtual environment is of, imports.
    package static func digest(of interpreter: String) -> String {
        FolderState.digest(ofEntriesIn: prefixes(of: interpreter).flatMap(folders))
    }

    /// The folder of an interpreter's environment and, of a virtual one, the folder of the interpreter that it is of.
    package static func prefixes(of interpreter: String) -> [String] {
        let prefix = interpreter.parentFolder.parentFolder
        let settings = (try? String(contentsOfFile: prefix + "/pyvenv.cfg", encoding: .utf8)) ?? ""
        let home = settings.lines.first { $0.hasPrefix("home = ") }.map { String($0.dropFirst("home = ".count)).trimmed.parentFolder }
        return [prefix, home].compactMap(\.self)
    }

    private static func folders(below prefix: String) -> [String] {
        [prefix + "/lib", prefix + "/local/lib"].flatMap { library in
            ((try? FileManager.default.contentsOfDirectory(atPath: library)) ?? []).filter { $0.hasPrefix("python3") }.sorted()
                .flatMap { ["\(library)/\($0)/site-packages", "\(library)/\($0)/dist-packages"] }
        }
    }
}

extension ResolvedToolchain {
    /// The Python interpreter as its user names it: the link in a virtual environment, not what that leads to.
    package var interpreter: String? { paths["python"] }
}
