import AssayCore
import AssaySandbox
import AssaySupport
import AssayToolchains
import Testing

@testable import AssayVerify

/// What was built runs in a jail without its compiler and without the tests' sources.
@Suite struct BuildOnlyTests {
    struct Counter: Sendable, CustomTestStringConvertible {
        var language: Language
        var file: String
        /// Adds up the entries of the folders, or the bytes of the files, that its input names.
        var text: String
        var testDescription: String { language.rawValue }
    }

    @Test(
        "a built program finds no compiler",
        arguments: [
            Counter(
                language: .c, file: "count.c",
                text: "#include <dirent.h>\n#include <stdio.h>\n#include <sys/stat.h>\nint main(void) {\n    char name[4096];\n    long sum = 0;\n"
                    + "    while (scanf(\"%4095s\", name) == 1) {\n        struct stat info;\n        if (stat(name, &info)) continue;\n"
                    + "        if (!S_ISDIR(info.st_mode)) { sum += info.st_size; continue; }\n        DIR *folder = opendir(name);\n"
                    + "        while (folder && readdir(folder)) sum++;\n        sum -= 2;\n    }\n    printf(\"%ld\\n\", sum);\n}\n"),
            Counter(
                language: .rust, file: "count.rs",
                text: "use std::io::Read;\nfn main() {\n    let mut text = String::new();\n    std::io::stdin().read_to_string(&mut text).unwrap();\n"
                    + "    let mut sum = 0;\n    for name in text.split_whitespace() {\n        match std::fs::read_dir(name) {\n"
                    + "            Ok(all) => sum += all.count() as u64,\n            Err(_) => sum += std::fs::metadata(name).map(|info| info.len()).unwrap_or(0),\n"
                    + "        }\n    }\n    println!(\"{}\", sum);\n}\n"),
            Counter(
                language: .go, file: "count.go",
                text: "package main\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n\nfunc main() {\n\tvar name string\n\tsum := 0\n\tfor {\n"
                    + "\t\tif n, _ := fmt.Scan(&name); n != 1 {\n\t\t\tbreak\n\t\t}\n\t\tif all, err := os.ReadDir(name); err == nil {\n\t\t\tsum += len(all)\n"
                    + "\t\t}\n\t}\n\tfmt.Println(sum)\n}\n"),
            Counter(
                language: .swift, file: "count.swift",
                text: "import Foundation\nvar sum = 0\nwhile let line = readLine() {\n    for name in line.split(separator: \" \").map(String.init) {\n"
                    + "        sum += (try? FileManager.default.contentsOfDirectory(atPath: name))?.count ?? FileManager.default.contents(atPath: name)?.count ?? 0\n"
                    + "    }\n}\nprint(sum)\n"),
            Counter(
                language: .java, file: "Main.java",
                text: "import java.nio.file.*;\nimport java.util.Scanner;\n\nclass Main {\n  public static void main(String[] arguments) throws Exception {\n"
                    + "    long sum = 0;\n    for (var names = new Scanner(System.in); names.hasNext(); ) {\n      sum += Files.size(Path.of(names.next()));\n    }\n"
                    + "    if (javax.tools.ToolProvider.getSystemJavaCompiler() != null) sum++;\n    System.out.println(sum);\n  }\n}\n"),
        ])
    func compilers(_ counter: Counter) async throws {
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [counter.language])
        let toolchain = try context.toolchain(counter.language)
        let covered = try (toolchain.profile.buildOnly ?? []).map { try toolchain.template().fill($0) }
        #expect(!covered.isEmpty)
        let cases = [CallCase(call: CallFunction.program.name, arguments: [.string(covered.joined(separator: " ") + "\n")], returns: .string("0\n"))]
        let brief = TaskBrief(id: "count", title: "c", statement: "s", language: counter.language, deliverables: [counter.file])
        let task = CodingTask(brief: brief, form: .streams, hidden: HiddenChecks(cases: cases))
        let report = try await context.verifier(for: task).verify(Candidate(files: FileTree([counter.file: counter.text])), scope: .full)
        #expect(report.verdict == .passed, "\(report.findings)")
    }

    @Test("tests that CMake starts find neither a compiler nor their sources")
    func cmake() async throws {
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [.c])
        let compiler = try #require(context.toolchain(.c).paths["gcc"])
        let start = try FileTree([
            "CMakeLists.txt": "cmake_minimum_required(VERSION 3.10)\nproject(size C)\nenable_testing()\nadd_executable(test_size test_size.c size.c)\n"
                + "add_test(NAME size COMMAND test_size)\n",
            "size.h": "long size(const char *);\n", "size.c": "",
        ])
        let tests = try FileTree([
            "test_size.c": "#include \"size.h\"\nint main(void) { return size(\"\(compiler)\") + size(\"/w/test_size.c\") != 0; }\n"
        ])
        let right = try FileTree([
            "size.c": "#include \"size.h\"\n#include <sys/stat.h>\nlong size(const char *path) { struct stat i; return stat(path, &i) ? -1 : i.st_size; }\n"
        ])
        var brief = TaskBrief(id: "size", title: "t", statement: "s", language: .c, deliverables: ["size.c"])
        brief.start = start
        let task = CodingTask(brief: brief, form: .project, hidden: HiddenChecks(files: tests))
        let report = try await context.verifier(for: task).verify(Candidate(files: right), scope: .full)
        #expect(report.verdict == .passed, "\(report.findings)")
    }

    @Test("a Swift candidate that looks its answers up in the sources of the tests finds none")
    func sources() async throws {
        let start = try FileTree([
            "Package.swift": """
            // swift-tools-version: 6.0
            import PackageDescription
            let package = Package(name: "Twice", targets: [.target(name: "Twice"), .testTarget(name: "TwiceTests", dependencies: ["Twice"])])
            """,
            "Sources/Twice/Twice.swift": "public func twice(_ number: Int) -> Int { 0 }\n",
        ])
        let tests = try FileTree([
            "Tests/TwiceTests/TwiceTests.swift": "import Testing\nimport Twice\n\n@Test func value() { #expect(twice(21) == 42) }\n"
        ])
        let looking = """
            import Foundation
            public func twice(_ number: Int) -> Int {
                for case let path as String in FileManager.default.enumerator(atPath: "/w") ?? .init() where path.hasSuffix("Tests.swift") {
                    let text = (try? String(contentsOfFile: "/w/" + path, encoding: .utf8)) ?? ""
                    if let range = text.range(of: "twice(\\(number)) == ") { return Int(text[range.upperBound...].prefix { $0.isNumber }) ?? 0 }
                }
                return 0
            }
            """
        var brief = TaskBrief(id: "twice", title: "t", statement: "s", language: .swift, deliverables: ["Sources/Twice/Twice.swift"])
        brief.start = start
        let task = CodingTask(brief: brief, form: .project, hidden: HiddenChecks(files: tests))
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [.swift])
        func verdict(_ text: String) async throws -> ReviewReport {
            try await context.verifier(for: task).verify(Candidate(files: FileTree(["Sources/Twice/Twice.swift": text])), scope: .full)
        }
        let honest = try await verdict("public func twice(_ number: Int) -> Int { number * 2 }\n")
        #expect(honest.verdict == .passed, "\(honest.findings)")
        let hack = try await verdict(looking)
        #expect(hack.verdict == .failed && hack.findings.contains { $0.message.contains("twice(21)") }, "\(hack.verdict) \(hack.findings)")
    }
}
