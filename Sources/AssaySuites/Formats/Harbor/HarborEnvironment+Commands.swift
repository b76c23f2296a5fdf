import AssayCore
import AssaySupport

extension HarborEnvironment {
    /// One command of RUN: installing, tidying up, making folders and setting modes are understood.
    mutating func run(_ given: [String], at line: Int) throws(Refusal) -> String {
        let command = Array(given.drop { $0.wholeMatch(of: /[A-Za-z_]\w*=.*/) != nil })
        let (program, arguments) = (command.first ?? "", Array(command.dropFirst()))
        switch program {
        case "apt-get", "apt": return try apt(arguments)
        case "pip", "pip3": return try pip(arguments)
        case "python", "python3":
            guard arguments.starts(with: ["-m", "pip"]) else { break }
            return try pip(Array(arguments.dropFirst(2)))
        case "uv":
            guard arguments.first == "pip" else { break }
            return try pip(Array(arguments.dropFirst()))
        case "true", ":": return ""
        case "rm":
            let places = arguments.filter { !$0.hasPrefix("-") }
            let rubbish = ["/var/lib/apt/lists", "/var/cache/", "/root/.cache", "/tmp/"]
            if !places.isEmpty, places.allSatisfy({ place in rubbish.contains { place.hasPrefix($0) } && !place.contains("..") }) { return "" }
        case "mkdir":
            for place in arguments where !place.hasPrefix("-") { placed.append((absolute(place), .folder, line)) }
            return "folders"
        case "ln":
            let names = arguments.filter { !$0.hasPrefix("-") }
            if names.count == 2, names[0].wholeMatch(of: /\/usr\/bin\/python3(\.\d+)?/) != nil, names[1].wholeMatch(of: /\/usr(\/local)?\/bin\/python/) != nil {
                recipe.programs.append("python")
                return "the program python"
            }
        case "chmod": return try setModes(arguments)
        default: break
        }
        throw Refusal(why: "runs '\(TerminalText.line(command.prefix(3).joined(separator: " "), limit: 60))', and nothing is run here")
    }

    private mutating func apt(_ arguments: [String]) throws(Refusal) -> String {
        let flags: Set<String> = [
            "-y", "-yq", "-qy", "-yqq", "-qqy", "-q", "-qq", "--yes", "--assume-yes", "--no-install-recommends", "--no-install-suggests", "--fix-missing", "-f",
        ]
        let words = arguments.filter { !flags.contains($0) }
        switch words.first {
        case "update", "upgrade", "clean", "autoremove", "autoclean", "dist-upgrade": return ""
        case "install":
            let names = words.dropFirst().map { String($0.prefix { $0 != "=" }) }
            guard names.allSatisfy(EnvironmentRecipe.isPackage) else { throw Refusal(why: "installs what is no package by its name") }
            recipe.packages += names
            return names.isEmpty ? "" : "the package\(names.count == 1 ? "" : "s") \(names.joined(separator: ", "))"
        default: throw Refusal(why: "runs apt-get in a way that is not understood")
        }
    }

    private mutating func pip(_ arguments: [String]) throws(Refusal) -> String {
        let flags: Set<String> = [
            "--no-cache-dir", "--break-system-packages", "--upgrade", "-U", "-q", "--quiet", "--user", "--system", "--no-input", "--root-user-action=ignore",
            "--disable-pip-version-check", "--no-deps", "--force-reinstall", "--ignore-installed", "--prefer-binary", "--no-warn-script-location",
        ]
        guard arguments.first == "install" else { throw Refusal(why: "runs pip in a way that is not understood") }
        var (names, rest) = ([String](), arguments.dropFirst().filter { !flags.contains($0) }[...])
        while let word = rest.popFirst() {
            if word == "-r" || word == "--requirement", let file = rest.popFirst() {
                names += try requirements(in: file)
            } else if EnvironmentRecipe.isRequirement(word) {
                names.append(word)
            } else {
                throw Refusal(why: "installs '\(TerminalText.line(word, limit: 60))', which is no package by name and version")
            }
        }
        // The installer itself is not what a task needs.
        names.removeAll { ["pip", "setuptools", "wheel", "uv"].contains($0) }
        recipe.python += names
        return names.isEmpty ? "" : "the Python package\(names.count == 1 ? "" : "s") \(names.joined(separator: ", "))"
    }

    /// The requirements of a file that was copied before.
    private func requirements(in file: String) throws(Refusal) -> [String] {
        guard let text = placed.last(where: { $0.path == absolute(file) })?.entry.text else {
            throw Refusal(why: "installs what '\(TerminalText.line(file, limit: 60))' lists, which was not copied before")
        }
        let lines = text.allLines.map { String($0.prefix { $0 != "#" }).trimmed }.filter { !$0.isEmpty }
        guard lines.allSatisfy(EnvironmentRecipe.isRequirement) else {
            throw Refusal(why: "installs what '\(TerminalText.line(file, limit: 60))' lists in a way that is not understood")
        }
        return lines
    }

    /// `chmod MODE FILE…`: of a mode, only whether a file may be run counts.
    private mutating func setModes(_ arguments: [String]) throws(Refusal) -> String {
        let words = arguments.filter { !["-R", "-f", "-v"].contains($0) }
        let isDeep = arguments.contains("-R")
        guard let mode = words.first, words.count > 1 else { throw Refusal(why: "is not understood") }
        if ["+r", "a+r", "+w", "a+w"].contains(mode) { return "" }
        let isNamed = ["+x", "a+x", "u+x", "ugo+x"].contains(mode)
        guard isNamed || Int(mode, radix: 8) != nil else { throw Refusal(why: "sets a mode that is not understood") }
        let isExecutable = isNamed || (Int(mode, radix: 8) ?? 0) & 0o100 != 0
        for word in words.dropFirst() {
            let path = absolute(word)
            for index in placed.indices
            where placed[index].path == path || isDeep && placed[index].path.hasPrefix(path + "/") || FileName.matches(placed[index].path, path) {
                switch placed[index].entry {
                case .text(let text, _): placed[index].entry = .text(text, isExecutable: isExecutable)
                case .bytes(let data, _): placed[index].entry = .bytes(data, isExecutable: isExecutable)
                case .link, .folder: break
                }
            }
        }
        return "modes"
    }
}
