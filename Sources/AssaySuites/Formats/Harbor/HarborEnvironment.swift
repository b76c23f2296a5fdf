import AssayCore
import AssaySupport

/// A Dockerfile as far as it only installs packages and copies files: the working folder, the files in it, and what has to be
/// installed on this machine in the place of an image.
struct HarborEnvironment {
    /// The folder in which the work is done.
    private(set) var directory = "/app"
    /// The files in it at the start.
    private(set) var start = FileTree()
    /// What has to be installed.
    var recipe = EnvironmentRecipe()
    /// What was understood of each instruction, by its line.
    private(set) var understood: [String] = []
    /// What was not, by its line.
    private(set) var unclear: [String] = []

    /// The files beside the Dockerfile.
    private let context: FileTree
    /// The entries that are to be placed, by absolute path, and the line that says so.
    var placed: [(path: String, entry: FileEntry, line: Int)] = []
    private var images = 0

    /// Makes the environment of a task without a Dockerfile.
    init() { context = FileTree() }

    /// Translates a Dockerfile.
    init(_ file: Dockerfile, context: FileTree) {
        self.context = context
        for instruction in file.instructions {
            switch translate(instruction) {
            case .success(let words): understood.append("\(instruction.line) \(instruction.words): \(words)")
            case .failure(let refusal): unclear.append("\(instruction.line): '\(instruction.words)' \(refusal.why)")
            }
        }
        for (path, entry, line) in placed {
            // The working folder itself is there, those above it, and one for what is temporary.
            if entry == .folder, path == directory || path == "/tmp" || directory.hasPrefix(path + "/") { continue }
            let said = "\(line): '\(TerminalText.line(path, limit: 80))'"
            guard path.hasPrefix(directory + "/") else {
                unclear.append("\(said) is outside of the working folder \(directory), where no answer can change it")
                continue
            }
            let inner = String(path.dropFirst(directory.count + 1))
            do throws(PathError) {
                // What is copied later takes the place of what was there.
                if entry != .folder || !start.contains(inner) { try start.set(inner, entry) }
            } catch {
                unclear.append("\(said) is no path that a sandbox can have")
            }
        }
        recipe.packages = recipe.packages.uniqued()
        recipe.python = recipe.python.uniqued()
        recipe.programs = recipe.programs.uniqued()
    }

    /// Why an instruction is not translated.
    struct Refusal: Error { var why: String }

    private static let reserved = ["/usr", "/etc", "/bin", "/lib", "/lib64", "/sbin", "/proc", "/sys", "/dev", "/var", "/tests", "/logs"]

    /// A path from the working folder, or from the root.
    func absolute(_ path: String) -> String {
        let whole = path.hasPrefix("/") ? path : directory + "/" + path
        return "/" + whole.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
}

// MARK: Instructions

extension HarborEnvironment {
    private mutating func translate(_ instruction: Dockerfile.Instruction) -> Result<String, Refusal> {
        do throws(Refusal) {
            return .success(try words(of: instruction))
        } catch {
            return .failure(error)
        }
    }

    private mutating func words(of instruction: Dockerfile.Instruction) throws(Refusal) -> String {
        let rest = instruction.rest
        if rest.contains("<<") { throw Refusal(why: "has a text of its own, which is not read") }
        switch instruction.name {
        case "FROM":
            images += 1
            if images > 1 || rest.contains("$") { throw Refusal(why: "is one of several images, or one that a variable names") }
            return "no image is taken; this machine stands for it"
        case "LABEL", "MAINTAINER", "CMD", "EXPOSE", "STOPSIGNAL": return "nothing that the tests need"
        case "USER": return "the sandbox has one user"
        case "ENV": return try setVariables(rest)
        case "WORKDIR":
            guard !rest.contains("$"), absolute(rest) != "/", !rest.contains("..") else { throw Refusal(why: "is no folder that a sandbox can have") }
            let folder = absolute(rest)
            if Self.reserved.contains(where: { folder == $0 || folder.hasPrefix($0 + "/") }) { throw Refusal(why: "is one of the system's folders") }
            directory = folder
            return "the folder of the work"
        case "COPY", "ADD": return try copy(rest, at: instruction.line)
        case "RUN":
            guard let commands = PlainShell.commands(rest) else { throw Refusal(why: "is more than plain commands, and none is run here") }
            var words: [String] = []
            for command in commands { words.append(try run(command, at: instruction.line)) }
            words.removeAll(where: \.isEmpty)
            return words.isEmpty ? "nothing that is needed here" : words.joined(separator: "; ")
        default: throw Refusal(why: "is not understood")
        }
    }

    /// `ENV NAME=VALUE …`, or the old form `ENV NAME VALUE`.
    private mutating func setVariables(_ rest: String) throws(Refusal) -> String {
        guard let words = PlainShell.commands(rest)?.first, let first = words.first else { throw Refusal(why: "has a value that would have to be worked out") }
        let pairs = first.contains("=") ? words : ["\(first)=\(words.dropFirst().joined(separator: " "))"]
        var names: [String] = []
        for pair in pairs {
            let name = String(pair.prefix { $0 != "=" })
            guard pair.contains("="), name.wholeMatch(of: /[A-Za-z_]\w*/) != nil else { throw Refusal(why: "is no list of variables") }
            recipe.variables[name] = String(pair.dropFirst(name.count + 1))
            names.append(name)
        }
        return "the variable\(names.count == 1 ? "" : "s") \(names.joined(separator: ", "))"
    }

    private mutating func copy(_ rest: String, at line: Int) throws(Refusal) -> String {
        guard let words = PlainShell.commands(rest)?.first, words.count >= 2, let last = words.last else { throw Refusal(why: "is not understood") }
        let sources = words.dropLast().filter { !$0.hasPrefix("--chown=") && !$0.hasPrefix("--chmod=") }
        guard !sources.isEmpty, !sources.contains(where: { $0.hasPrefix("--") || $0.contains("://") || $0.contains("..") }), !last.contains("..") else {
            throw Refusal(why: "copies what is not beside the Dockerfile")
        }
        let isFolder = last.hasSuffix("/") || sources.count > 1 || [".", "./"].contains(last)
        var count = 0
        for source in sources {
            let found = entries(of: source)
            if found.isEmpty { throw Refusal(why: "copies '\(TerminalText.line(source, limit: 60))', which is not there") }
            for (name, entry, isOfFolder) in found {
                placed.append((absolute(isFolder || isOfFolder ? "\(last)/\(name)" : last), entry, line))
                count += 1
            }
        }
        return "\(count) file\(count == 1 ? "" : "s")"
    }

    /// What a source of COPY names: a file, the contents of a folder, or files by pattern.
    private func entries(of source: String) -> [(name: String, entry: FileEntry, isOfFolder: Bool)] {
        let bare = source.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
        func last(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
        if let entry = context.entries[bare], entry != .folder { return [(last(bare), entry, false)] }
        if bare.contains("*") {
            return context.entries.filter {
                $0.value != .folder && $0.key.split(separator: "/").count == bare.split(separator: "/").count && FileName.matches($0.key, bare)
            }
            .sorted { $0.key < $1.key }.map { (last($0.key), $0.value, true) }
        }
        return context.below(bare).entries.filter { bare.isEmpty ? $0.key != "Dockerfile" : true }.sorted { $0.key < $1.key }.map { ($0.key, $0.value, true) }
    }
}
