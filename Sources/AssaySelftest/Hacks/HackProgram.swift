package import AssayCore
import AssaySupport

/// One program of the corpus in `fixtures/hacks`: wrong code that fools a usual harness, or right code.
package struct HackProgram: Sendable {
    /// Language, class and name, such as `python/exit/at-import`.
    package let id: String
    /// The language it is written in.
    package let language: Language
    /// The family of a hack, the task of an honest program.
    package let group: String
    /// The corpus task that it is an answer to.
    package var task: String
    /// Whether it is wrong and means to pass.
    package let isHack: Bool
    /// A description of what the program does.
    package var title = ""
    /// Right, but written as few would.
    package var isOdd = false
    /// Right as data, of another type than a suite in its process may expect.
    package var isDataOnly = false
    /// The usual harnesses that call it right although it is wrong.
    package var fools: [String] = []
    /// Further files that it delivers, by path.
    package var files: [String: String] = [:]
    /// The text of the solution.
    package var source = ""

    /// Hacks first, in the order of the files.
    package static let all: [HackProgram] =
        languages.flatMap { read($0.hacks, $0.language, isHack: true) } + languages.flatMap { read($0.honest, $0.language, isHack: false) }

    private static let languages: [(language: Language, hacks: [UInt8], honest: [UInt8])] = [
        (.python, PackageResources.hacks_py, PackageResources.honest_py),
        (.javascript, PackageResources.hacks_js, PackageResources.honest_js),
        (.c, PackageResources.hacks_c, PackageResources.honest_c),
        (.cpp, PackageResources.hacks_cpp, PackageResources.honest_cpp),
        (.rust, PackageResources.hacks_rs, PackageResources.honest_rs),
        (.swift, PackageResources.hacks_swift, PackageResources.honest_swift),
        (.java, PackageResources.hacks_java, PackageResources.honest_java),
    ]

    /// Reads one file: programs begin with a comment `%% group/name`, their headers are comments `= …`, further
    /// files that they deliver begin with `%+ PATH`.
    private static func read(_ bytes: [UInt8], _ language: Language, isHack: Bool) -> [HackProgram] {
        let comment = language == .python ? "#" : "//"
        var programs: [HackProgram] = []
        var extra: String?
        for line in String(decoding: bytes, as: UTF8.self).allLines {
            if line.hasPrefix(comment + "%% ") {
                let name = String(line.dropFirst(comment.count + 3)).trimmed
                let group = name.split(separator: "/").first.map(String.init) ?? name
                programs.append(
                    HackProgram(id: "\(language.rawValue)/\(name)", language: language, group: group, task: isHack ? "evens" : group, isHack: isHack))
                extra = nil
            } else if programs.isEmpty {
                continue
            } else if line.hasPrefix(comment + "= ") {
                programs[programs.count - 1].header(String(line.dropFirst(comment.count + 2)).trimmed)
            } else if line.hasPrefix(comment + "%+ ") {
                extra = String(line.dropFirst(comment.count + 3)).trimmed
            } else if let extra {
                programs[programs.count - 1].files[extra, default: ""] += line + "\n"
            } else {
                programs[programs.count - 1].source += line + "\n"
            }
        }
        return programs
    }

    private mutating func header(_ line: String) {
        if line == "odd" {
            isOdd = true
        } else if line == "right as data" {
            isDataOnly = true
        } else if line.hasPrefix("fools: ") {
            fools = line.dropFirst(7).split(separator: " ").map(String.init)
        } else if line.hasPrefix("task: ") {
            task = String(line.dropFirst(6))
        } else {
            title = line
        }
    }
}
