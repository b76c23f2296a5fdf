import AssaySupport
import FoundationEssentials
import Glibc

/// The files and folders that a command line names: its program, scripts, modules and their folders.
///
/// What is in them decides the answers as much as the words do. Each word counts, and so does each word within a word: those
/// of a shell's script, and the value after `=`; not so what the program writes (`ProgramOutputs`), the user's home, and
/// folders in which everybody may write. What a program reads elsewhere is not seen.
struct ProgramFiles {
    private let names: [String]
    private let modules: [String]
    /// The folder that relative names start from.
    private let folder: String
    /// Words after which interpreters take the name of a module, on their command line or in a script on it.
    private static let beforeModules: Set<String> = ["-m", "import", "from", "require", "-r", "--require", "--import"]
    /// The endings that interpreters add to a module's name.
    private static let moduleEndings = ["", ".py", ".js", ".mjs", ".cjs", ".rb"]
    /// More words than these are not looked at.
    private static let mostWords = 2000

    init(_ words: [String], in folder: String = FileManager.default.currentDirectoryPath) {
        self.folder = folder
        let words = ProgramOutputs.removed(from: words)
        let parts = words.flatMap { $0.split(whereSeparator: Self.separates).map(String.init) }
        let values = words.compactMap { word in word.firstIndex(of: "=").map { String(word[word.index(after: $0)...]) } }
        let attached = parts.compactMap { part in part.firstIndex(of: "/").map { String(part[$0...]) } }
        names = (words + values + parts + attached).map(Self.expanded).uniqued()
        modules =
            zip(parts, parts.dropFirst()).filter { Self.beforeModules.contains($0.0) }.map(\.1)
            + parts.filter { $0.hasPrefix("-m") && $0.count > 2 }.map { String($0.dropFirst(2)) }
    }

    /// The content of each file and folder, as SHA-256, by its path; `unknown` where there is too much of it.
    var digests: [String: String] {
        guard names.count <= Self.mostWords else { return ["files of the command": FolderDigest.unknown("more than \(Self.mostWords) words")] }
        return (names.flatMap(places) + modules.flatMap(modulePlaces)).uniqued().reduce(into: [:]) { digests, path in
            var status = stat()
            guard stat(path, &status) == 0 else { return }
            switch status.st_mode & S_IFMT {
            case S_IFREG: digests["file \(path)"] = FolderDigest.file(path, status)
            // Where everybody may write, as in /tmp, is no program.
            case S_IFDIR where status.st_mode & (S_IWOTH | S_ISVTX) == S_IWOTH | S_ISVTX || Self.holdsHome(path): break
            case S_IFDIR: digests["folder \(path)"] = FolderDigest.of(path)
            default: break
            }
        }
    }

    /// Where a name may lead: from the root, from the folder, or to a program that the system's search finds.
    private func places(of name: String) -> [String] {
        if name.hasPrefix("/") { return name.contains { $0 != "/" && $0 != "." } ? [name] : [] }
        // The folder itself is not named on purpose by every dot.
        guard name.contains(where: { $0 != "." && $0 != "/" }) else { return [] }
        return ["\(folder)/\(name)"] + (name.contains("/") ? [] : Self.onPath(name).map { [$0] } ?? [])
    }

    /// Where an interpreter may find a module, which has dots for slashes or is a path: beside the caller, and in the folders
    /// of PYTHONPATH.
    private func modulePlaces(of module: String) -> [String] {
        guard module.contains(where: { $0 != "." && $0 != "/" }) else { return [] }
        if module.hasPrefix("/") { return Self.moduleEndings.map { module + $0 } }
        let path = module.contains("/") ? module : module.replacing(".", with: "/")
        let folders = Self.variable("PYTHONPATH").split(separator: ":").map { $0.hasPrefix("/") ? String($0) : "\(folder)/\($0)" }
        return ([folder] + folders).flatMap { folder in Self.moduleEndings.map { "\(folder)/\(path)\($0)" } }
    }

    /// Whether a folder is the user's home or one above it, in which far more changes than a program.
    private static func holdsHome(_ path: String) -> Bool {
        guard case let home = variable("HOME"), !home.isEmpty, let folder = realpath(path, nil), let real = realpath(home, nil) else { return false }
        defer {
            free(folder)
            free(real)
        }
        return (String(cString: real) + "/").hasPrefix(String(cString: folder) + "/")
    }

    /// The path of a program, found by the variable `PATH`.
    private static func onPath(_ name: String) -> String? {
        variable("PATH").split(separator: ":").map { "\($0)/\(name)" }.first { path in
            var status = stat()
            return access(path, X_OK) == 0 && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        }
    }

    /// A name with the environment's values in place of `~`, `$NAME` and `${NAME}`.
    private static func expanded(_ name: String) -> String {
        let name = name.hasPrefix("~/") ? "$HOME" + name.dropFirst() : name
        guard name.contains("$") else { return name }
        return name.replacing(/\$(?:\{(\w+)\}|(\w+))/) { variable(String($0.1 ?? $0.2 ?? "")) }
    }

    private static func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }

    private static func separates(_ character: Character) -> Bool { character.isWhitespace || "\"'`;|&()<>=,:@".contains(character) }
}
