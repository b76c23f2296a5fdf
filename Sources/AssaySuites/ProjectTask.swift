package import AssayCore
import Glibc

/// Makes a task of a plain folder: its own tests are the checks.
package enum ProjectTask {
    /// How projects of a language are told, and which of their files are tests.
    private struct Layout {
        var language: Language
        /// Any of these files tells the language.
        var markers: [String]
        var tests: [String]
        /// Whether the build file itself declares the tests.
        var declares = false
    }

    /// In the order in which they are tried: a build file tells more than a test's name.
    private static let layouts = [
        Layout(language: .swift, markers: ["Package.swift"], tests: ["Tests/*.swift"]),
        Layout(language: .rust, markers: ["Cargo.toml"], tests: ["tests/*.rs", "*.rs"]),
        Layout(language: .go, markers: ["go.mod"], tests: ["*_test.go"]),
        Layout(language: .cpp, markers: ["*.cpp", "*.cc", "*.cxx"], tests: ["*test*.cpp", "*test*.cc"], declares: true),
        Layout(language: .c, markers: ["*.c"], tests: ["*test*.c"], declares: true),
        Layout(language: .java, markers: ["*.java"], tests: ["*Test*.java"]),
        Layout(language: .python, markers: ["test_*.py", "*_test.py"], tests: ["test_*.py", "*_test.py"]),
        Layout(
            language: .javascript, markers: ["*.js", "*.mjs", "*.cjs"],
            tests: ["*.test.js", "*.test.mjs", "*.test.cjs", "*_test.js", "*_test.mjs", "test-*.js", "test-*.mjs", "test.js", "test.mjs"]),
        Layout(language: .shell, markers: ["*.sh", "*.t"], tests: ["*test*.sh", "*.t"]),
    ]

    /// The folder's own name, however it is written.
    package static func name(of folder: String) -> String {
        let real = realpath(folder, nil)
        defer { free(real) }
        let whole = real.map { String(cString: $0) } ?? folder
        return whole.split(separator: "/").last.map(String.init) ?? "project"
    }

    /// Detects the language by build and test files.
    package static func load(_ folder: String) throws(InputError) -> CodingTask {
        let tree = try FolderReader.read(folder)
        let name = name(of: folder)
        guard !tree.isEmpty else { throw InputError(folder, "holds no readable files") }
        func has(_ pattern: String) -> Bool { tree.paths.contains { FileName.matches($0, pattern) } }
        for layout in layouts where layout.markers.contains(where: has) {
            let build = layout.declares && ["CMakeLists.txt", "Makefile"].contains(where: has)
            let tests = tree.filtered { path in layout.tests.contains { FileName.matches(path, $0) } }
            if tests.isEmpty && !build { continue }
            // Rust keeps its unit tests inside the sources; they are both.
            let apart = layout.language == .rust ? tests.filtered { $0.hasPrefix("tests/") } : tests
            let start = tree.filtered { apart[$0] == nil }
            let brief = TaskBrief(
                id: name, title: name, statement: "", language: layout.language, start: start,
                deliverables: start.paths, visibleTests: apart)
            return CodingTask(
                brief: brief, form: .ofProject(in: layout.language), hidden: HiddenChecks(), stub: FileTree())
        }
        throw InputError(
            folder,
            "no tests found; expected a Package.swift, Cargo.toml, go.mod, CMakeLists.txt or Makefile with tests, "
                + "or files named as a language's tests are (test_*.py, *.test.js, *Test.java, *test*.c, *test*.sh)")
    }
}
