import AssayCore
import AssayTestSupport
import FoundationEssentials

/// Sources of this repository, for properties that must hold of any code.
enum Folder {
    private static let languages: [String: Language] = [
        "py": .python, "swift": .swift, "js": .javascript, "mjs": .javascript, "rs": .rust, "go": .go, "java": .java, "c": .c, "h": .cpp, "cpp": .cpp,
    ]

    static func language(of path: String) -> Language? { path.split(separator: ".").last.flatMap { languages[String($0)] } }

    static func texts(_ folder: String) throws -> [(String, String)] {
        let root = Places.root + "/" + folder
        return try FileManager.default.subpathsOfDirectory(atPath: root).sorted().compactMap { name in
            (try? String(contentsOfFile: root + "/" + name, encoding: .utf8)).map { (name, $0) }
        }
    }
}
