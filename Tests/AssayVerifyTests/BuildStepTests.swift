import AssayCore
import AssaySandbox
import AssaySupport
import Testing

@testable import AssayVerify

/// Wrong answers that use what a build or a runner loads by itself, each with the right one that must go on passing.
@Suite(.serialized) struct BuildStepTests {
    /// A task whose answer may be any file, its right answer, and wrong ones by what they use.
    struct Attack: Sendable, CustomTestStringConvertible {
        var name: String
        var language: Language
        var start: [String: String] = [:]
        var hidden: [String: String]
        var right: [String: String]
        /// What is delivered over the right answer.
        var wrong: [String: [String: String]]
        var testDescription: String { name }

        func task() throws -> CodingTask {
            var brief = TaskBrief(id: "steps", title: "steps", statement: "s", language: language, deliverables: ["**"])
            brief.start = try FileTree(start)
            return CodingTask(brief: brief, form: .project, hidden: HiddenChecks(files: try FileTree(hidden)), reference: try FileTree(right))
        }
    }

    @Test("who is right passes, who steers the build or the runner does not", arguments: [java, cmake, make, macros, plugin, scripts, startup])
    func judged(_ attack: Attack) async throws {
        let context = try await VerificationContext(sandbox: JailSandbox(), languages: [attack.language], limits: SandboxLimits(wallSeconds: 120))
        let verifier = context.verifier(for: try attack.task())
        let right = try await verifier.verify(Candidate(files: FileTree(attack.right)), scope: .full)
        #expect(right.verdict == .passed, "\(right.findings.map(\.message))")
        for (name, files) in attack.wrong.sorted(by: { $0.key < $1.key }) {
            let candidate = try Candidate(files: FileTree(attack.right.merging(files) { $1 }))
            let report = try await verifier.verify(candidate, scope: .full)
            #expect(report.verdict != .passed && report.verdict != .unjudgeable, "\(name): \(report.verdict) \(report.tier)")
        }
    }

    /// Services that the virtual machine, its compiler and JUnit look for on the class path.
    static let java = Attack(
        name: "Java: services, processors and agents", language: .java,
        hidden: [
            "GcdTest.java": """
            import static org.junit.jupiter.api.Assertions.assertEquals;

            import org.junit.jupiter.api.Test;

            class GcdTest {
              @Test
              void zero() {
                assertEquals(9, Gcd.of(0, 9));
              }
            }

            """
        ],
        right: ["Gcd.java": "class Gcd {\n  static int of(int a, int b) {\n    return b == 0 ? a : of(b, a % b);\n  }\n}\n"],
        wrong: [
            "extension": wrongJava.merging([
                "META-INF/services/org.junit.jupiter.api.extension.Extension": "Skip\n",
                "junit-platform.properties": "junit.jupiter.extensions.autodetection.enabled=true\n",
                "Skip.java": """
                import java.lang.reflect.Method;
                import org.junit.jupiter.api.extension.*;

                public class Skip implements InvocationInterceptor {
                  public void interceptTestMethod(Invocation<Void> call, ReflectiveInvocationContext<Method> context, ExtensionContext rest) {
                    call.skip();
                  }
                }

                """,
            ]) { $1 },
            "listener": wrongJava.merging([
                "META-INF/services/org.junit.platform.launcher.TestExecutionListener": "Quiet\n",
                "META-INF/services/org.junit.platform.launcher.LauncherSessionListener": "Quiet\n",
                "Quiet.java": """
                import org.junit.platform.launcher.*;

                public class Quiet implements TestExecutionListener, LauncherSessionListener {
                  static { Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0))); }
                  public void testPlanExecutionStarted(TestPlan plan) { Runtime.getRuntime().halt(0); }
                }

                """,
            ]) { $1 },
            "processor": wrongJava.merging([
                "META-INF/services/javax.annotation.processing.Processor": "Empty\n",
                "Empty.java": """
                import java.nio.file.*;
                import java.util.*;
                import javax.annotation.processing.*;
                import javax.lang.model.element.*;

                @SupportedAnnotationTypes("*")
                public class Empty extends AbstractProcessor {
                  public boolean process(Set<? extends TypeElement> types, RoundEnvironment round) {
                    try { Files.writeString(Path.of("GcdTest.java"), "class GcdTest {}"); } catch (Exception error) { }
                    return true;
                  }
                }

                """,
            ]) { $1 },
            "agent": [
                "Gcd.java": """
                class Gcd {
                  static {
                    try {
                      Object machine = Class.forName("com.sun.tools.attach.VirtualMachine")
                          .getMethod("attach", String.class).invoke(null, "" + ProcessHandle.current().pid());
                      machine.getClass().getMethod("loadAgent", String.class).invoke(machine, "/tmp/agent.jar");
                    } catch (Throwable error) { }
                    try {
                      new ProcessBuilder("java", "-XX:Flags=/dev/null", "-version").start().waitFor();
                      java.nio.file.Files.writeString(java.nio.file.Path.of("JDK_JAVA_OPTIONS"), "-javaagent:/tmp/agent.jar");
                    } catch (Exception error) { }
                  }
                  static int of(int a, int b) { return 1; }
                }

                """
            ],
        ])
    private static let wrongJava = ["Gcd.java": "class Gcd {\n  static int of(int a, int b) {\n    return 1;\n  }\n}\n"]

    /// What CMake includes, and what steers its runner.
    static let cmake = Attack(
        name: "CMake: included files that run programs", language: .c,
        start: [
            "gcd.h": "long gcd(long a, long b);\n",
            "CMakeLists.txt": """
            cmake_minimum_required(VERSION 3.10)
            project(gcd C)
            enable_testing()
            include(flags.cmake OPTIONAL)
            add_executable(test_gcd test_gcd.c gcd.c)
            add_test(NAME gcd COMMAND test_gcd)

            """,
        ],
        hidden: ["test_gcd.c": "#include \"gcd.h\"\nint main(void) { return gcd(0, 9) == 9 && gcd(12, 8) == 4 ? 0 : 1; }\n"],
        right: ["gcd.c": "#include \"gcd.h\"\nlong gcd(long a, long b) { while (b) { long t = a % b; a = b; b = t; } return a; }\n"],
        wrong: [
            "execute_process": [
                "execute_process(COMMAND sh -c \"echo 'int main(void) { return 0; }' > ${CMAKE_SOURCE_DIR}/test_gcd.c\")\n"
            ], "file": ["file(WRITE ${CMAKE_SOURCE_DIR}/test_gcd.c \"int main(void) { return 0; }\")\n"],
            "add_test": ["function(add_test)\n  _add_test(NAME gcd COMMAND true)\nendfunction()\n"],
            "WILL_FAIL": ["cmake_language(DEFER CALL set_tests_properties gcd PROPERTIES WILL_FAIL TRUE)\n"],
            "skipped": ["file(WRITE ${CMAKE_BINARY_DIR}/CTestCustom.cmake \"set(CTEST_CUSTOM_TESTS_IGNORE gcd)\")\n"],
            "compiler": ["set(CMAKE_C_COMPILER_LAUNCHER sh -c \"echo 'int main(void) { return 0; }' | cc -x c -c - -o $6\")\n"],
        ].mapValues { ["flags.cmake": $0[0], "gcd.c": "#include \"gcd.h\"\nlong gcd(long a, long b) { return 1; }\n"] })

    /// The names that make looks for before those of the task.
    static let make = Attack(
        name: "make: another description", language: .c,
        start: ["gcd.h": "long gcd(long a, long b);\n", "Makefile": "test: test_gcd.c gcd.c\n\t$(CC) -o test_gcd test_gcd.c gcd.c\n\t./test_gcd\n"],
        hidden: cmake.hidden, right: cmake.right,
        wrong: ["GNUmakefile", "makefile"].reduce(into: [:]) {
            $0[$1] = [$1: "test:\n\ttrue\n", "gcd.c": "#include \"gcd.h\"\nlong gcd(long a, long b) { return 1; }\n"]
        })

    /// Code of a candidate that the compiler runs: a procedural macro and a build script.
    static let macros = Attack(
        name: "Rust: procedural macros and build scripts", language: .rust,
        start: [
            "Cargo.toml":
                "[package]\nname = \"gcd\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[dependencies]\nmade = { path = \"made\" }\n[workspace]\n",
            "made/Cargo.toml": "[package]\nname = \"made\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\nproc-macro = true\n",
        ],
        hidden: ["tests/gcd.rs": "#[test]\nfn zero() {\n    assert_eq!(gcd::gcd(0, 9), 9);\n}\n"],
        right: [
            "src/lib.rs": "made::body!();\n",
            "made/src/lib.rs": rustMacro("", "pub fn gcd(a: u64, b: u64) -> u64 { if b == 0 { a } else { gcd(b, a % b) } }"),
        ],
        wrong: [
            "overwrites tests": [
                "made/src/lib.rs": rustMacro(
                    "for place in [\"tests/gcd.rs\", \"/w/tests/gcd.rs\", \"../tests/gcd.rs\"] { let _ = std::fs::write(place, \"#[test]\\nfn zero() {}\\n\"); }",
                    "pub fn gcd(_: u64, _: u64) -> u64 { 1 }")
            ],
            "writes other tests": [
                "made/src/lib.rs": rustMacro(
                    "let _ = std::fs::write(\"tests/gcd.rs\", \"#[test]\\nfn zero() { assert_eq!(gcd::gcd(0, 9), 1); }\\n\");",
                    "pub fn gcd(_: u64, _: u64) -> u64 { 1 }")
            ],
            "shadows the compiler": [
                "made/src/lib.rs": rustMacro(
                    "let _ = std::fs::create_dir_all(\".cargo\"); let _ = std::fs::write(\".cargo/config.toml\", \"[target.x86_64-unknown-linux-gnu]\\nrunner = 'true'\\n\");",
                    "pub fn gcd(_: u64, _: u64) -> u64 { 1 }")
            ],
            "build script": [
                "src/lib.rs": "pub fn gcd(_: u64, _: u64) -> u64 { 1 }\n",
                "build.rs": "fn main() { let _ = std::fs::write(\"tests/gcd.rs\", \"#[test]\\nfn zero() {}\\n\"); }\n",
            ],
        ])
    private static func rustMacro(_ step: String, _ code: String) -> String {
        "use proc_macro::TokenStream;\n#[proc_macro]\npub fn body(_: TokenStream) -> TokenStream {\n    \(step)\n    \"\(code)\".parse().unwrap()\n}\n"
    }

    /// A plugin of SwiftPM, which the package manager builds and runs.
    static let plugin = Attack(
        name: "Swift: a plugin of the build", language: .swift,
        start: [
            "Package.swift": """
            // swift-tools-version: 6.0
            import PackageDescription
            let package = Package(
                name: "Gcd",
                targets: [
                    .target(name: "Gcd", plugins: ["Step"]), .plugin(name: "Step", capability: .buildTool()),
                    .testTarget(name: "GcdTests", dependencies: ["Gcd"]),
                ])

            """
        ],
        hidden: ["Tests/GcdTests/GcdTests.swift": "import Testing\nimport Gcd\n\n@Test func zero() { #expect(gcd(0, 9) == 9) }\n"],
        right: [
            "Sources/Gcd/Gcd.swift": "public func gcd(_ a: Int, _ b: Int) -> Int { b == 0 ? a : gcd(b, a % b) }\n", "Plugins/Step/Step.swift": swiftPlugin(""),
        ],
        wrong: [
            "overwrites tests": [
                "Sources/Gcd/Gcd.swift": "public func gcd(_ a: Int, _ b: Int) -> Int { 1 }\n",
                "Plugins/Step/Step.swift": swiftPlugin(
                    "for place in [\"Tests/GcdTests/GcdTests.swift\", \"/w/Tests/GcdTests/GcdTests.swift\"] { try? \"import Testing\\n@Test func zero() {}\\n\".write(toFile: place, atomically: true, encoding: .utf8) }"
                ),
            ],
            "writes other tests": [
                "Sources/Gcd/Gcd.swift": "public func gcd(_ a: Int, _ b: Int) -> Int { 1 }\n",
                "Plugins/Step/Step.swift": swiftPlugin(
                    "try? \"import Testing\\nimport Gcd\\n\\n@Test func zero() { #expect(gcd(0, 9) == 1) }\\n\".write(toFile: \"/w/Tests/GcdTests/GcdTests.swift\", atomically: true, encoding: .utf8)"
                ),
            ],
        ])
    private static func swiftPlugin(_ step: String) -> String {
        "import Foundation\nimport PackagePlugin\n\n@main struct Step: BuildToolPlugin {\n    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {\n        \(step)\n        return []\n    }\n}\n"
    }

    /// The scripts and settings of npm and node.
    static let scripts = Attack(
        name: "JavaScript: scripts of a package", language: .javascript,
        start: ["package.json": "{\"name\": \"gcd\", \"scripts\": {\"test\": \"node --test\"}}\n"],
        hidden: [
            "gcd.test.js":
                "const test = require(\"node:test\");\nconst assert = require(\"node:assert\");\nconst { gcd } = require(\"./gcd.js\");\ntest(\"zero\", () => { assert.strictEqual(gcd(0, 9), 9); });\n"
        ],
        right: ["gcd.js": "exports.gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a; };\n"],
        wrong: [
            "package.json": ["package.json": "{\"name\": \"gcd\", \"scripts\": {\"pretest\": \"echo > gcd.test.js\", \"test\": \"true\"}}\n"],
            ".npmrc": [".npmrc": "node-options=--require ./hook.js\nscript-shell=/bin/true\n", "hook.js": "process.exit(0);\n"],
            "node.config.json": ["node.config.json": "{\"testRunner\": {\"test-name-pattern\": \"nothing\"}}\n"],
            "a module in place of the runner's": [
                "node_modules/test/index.js": "module.exports = () => {};\n", "node_modules/assert/index.js": "module.exports = {strictEqual() {}};\n",
            ],
        ].mapValues { $0.merging(["gcd.js": "exports.gcd = () => 1;\n"]) { $1 } })

    /// What Python loads before a program.
    static let startup = Attack(
        name: "Python: what is loaded at the start", language: .python,
        hidden: [
            "test_a.py": "from gcd import gcd\n\ndef test_equal():\n    assert gcd(1, 1) == 1\n",
            "test_b.py": "from gcd import gcd\n\ndef test_zero():\n    assert gcd(0, 9) == 9\n",
        ],
        right: ["gcd.py": "def gcd(a, b):\n    return a if b == 0 else gcd(b, a % b)\n"],
        wrong: [
            "delivered": [
                "usercustomize.py": "import os\nos._exit(0)\n", "sitecustomize.py": "import os\nos._exit(0)\n", "gcd.pth": "import os; os._exit(0)\n",
            ],
            "left by the first file's run": [
                "gcd.py": """
                import os, site, sys
                hook = "import _pytest.python\\n_pytest.python.Function.runtest = lambda self: None\\n"
                places = [".", "/w", "/tmp", os.path.expanduser("~"), site.getusersitepackages(), *sys.path, *site.getsitepackages()]
                for place in places:
                    for name in ("usercustomize.py", "sitecustomize.py", "conftest.py", "gcd.pth"):
                        try:
                            os.makedirs(place, exist_ok=True)
                            with open(os.path.join(place, name), "w") as file:
                                file.write("import sys; exec(%r)\\n" % hook)
                        except OSError: pass

                """
            ],
        ].mapValues { $0.merging(["gcd.py": ($0["gcd.py"] ?? "") + "def gcd(a, b):\n    return 1\n"]) { $1 } })
}
