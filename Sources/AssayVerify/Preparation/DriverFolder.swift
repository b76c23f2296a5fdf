import AssayCore
import AssaySupport
import FoundationEssentials
import Glibc

/// The embedded drivers, written once per process and mounted read-only at /assay.
struct DriverFolder: Sendable {
    private let folder: ScratchFolder
    /// SHA-256 of all drivers.
    let digest: String
    var mount: SandboxMount { .readOnly(host: folder.path + "/drivers", inside: "/assay") }

    /// The text of one driver.
    func text(_ name: String) -> String? { Self.drivers[name].map { String(decoding: $0, as: UTF8.self) } }

    init() throws(HarnessError) {
        digest = Digest.of(Self.drivers.sorted { $0.key < $1.key }.map { $0.key + String(decoding: $0.value, as: UTF8.self) }.joined())
        do {
            folder = try ScratchFolder(name: "drivers")
            try FileManager.default.createDirectory(
                atPath: folder.path + "/drivers", withIntermediateDirectories: false)
            chmod(folder.path + "/drivers", 0o755)
            for (name, bytes) in Self.drivers {
                let path = "\(folder.path)/drivers/\(name)"
                try Data(bytes).write(to: URL(filePath: path))
                // A compiler starts its assembler by that name.
                chmod(path, name == "as" ? 0o755 : 0o644)
            }
        } catch {
            throw HarnessError(.storage, "cannot write the drivers: \(error)")
        }
    }

    /// The contents of every driver, by the name that profiles call it by.
    private static let drivers: [String: [UInt8]] = [
        "AssayListener.java": PackageResources.AssayListener_java,
        "Notes.java": PackageResources.Notes_java,
        "calls.c.mustache": PackageResources.calls_c_mustache,
        "calls.cpp.mustache": PackageResources.calls_cpp_mustache,
        "calls.java.mustache": PackageResources.calls_java_mustache,
        "calls.js.mustache": PackageResources.calls_js_mustache,
        "calls.py.mustache": PackageResources.calls_py_mustache,
        "calls.rs.mustache": PackageResources.calls_rs_mustache,
        "calls.swift.mustache": PackageResources.calls_swift_mustache,
        "as": PackageResources.c_assembler_sh,
        "build_inputs.sh": PackageResources.build_inputs_sh,
        "array_values.py": PackageResources.array_values_py,
        "assertion_count.py": PackageResources.assertion_count_py,
        "candidate_driver.py": PackageResources.candidate_driver_py,
        "candidate_jail.py": PackageResources.candidate_jail_py,
        "candidate_server.py": PackageResources.candidate_server_py,
        "checker_candidate.py": PackageResources.checker_candidate_py,
        "checker_driver.py": PackageResources.checker_driver_py,
        "checker_reach.py": PackageResources.checker_reach_py,
        "checker_values.py": PackageResources.checker_values_py,
        "checker_server.py": PackageResources.checker_server_py,
        "console_assert.cjs": PackageResources.console_assert_cjs,
        "diagnostics.c": PackageResources.diagnostics_c,
        "mocha_reporter.cjs": PackageResources.mocha_reporter_cjs,
        "node_reporter.mjs": PackageResources.node_reporter_mjs,
        "node_started.cjs": PackageResources.node_started_cjs,
        "node_test.cjs": PackageResources.node_test_cjs,
        "doctest_driver.py": PackageResources.doctest_driver_py,
        "jest_reporter.cjs": PackageResources.jest_reporter_cjs,
        "java_prepare.sh": PackageResources.java_prepare_sh,
        "membrane.py": PackageResources.membrane_py,
        "membrane_candidate.py": PackageResources.membrane_candidate_py,
        "membrane_check.py": PackageResources.membrane_check_py,
        "membrane_decoder.py": PackageResources.membrane_decoder_py,
        "membrane_encoder.py": PackageResources.membrane_encoder_py,
        "membrane_imports.py": PackageResources.membrane_imports_py,
        "membrane_names.py": PackageResources.membrane_names_py,
        "membrane_objects.py": PackageResources.membrane_objects_py,
        "membrane_pickler.py": PackageResources.membrane_pickler_py,
        "membrane_pytest.py": PackageResources.membrane_pytest_py,
        "membrane_values.py": PackageResources.membrane_values_py,
        "project_needs.py": PackageResources.project_needs_py,
        "project_pytest.py": PackageResources.project_pytest_py,
        "project_tests.py": PackageResources.project_tests_py,
        "project_unittest.py": PackageResources.project_unittest_py,
        "python_backend.py": PackageResources.python_backend_py,
        "python_environment.py": PackageResources.python_environment_py,
        "pytest_driver.py": PackageResources.pytest_driver_py,
        "project_c.sh": PackageResources.project_c_sh,
        "project_cargo.sh": PackageResources.project_cargo_sh,
        "project_go.sh": PackageResources.project_go_sh,
        "project_maven.sh": PackageResources.project_maven_sh,
        "project_node.cjs": PackageResources.project_node_cjs,
        "project_reporter.mjs": PackageResources.project_reporter_mjs,
        "project_shell.sh": PackageResources.project_shell_sh,
        "python_syntax.py": PackageResources.python_syntax_py,
        "python_tests.py": PackageResources.python_tests_py,
        "recipe_check.py": PackageResources.recipe_check_py,
        "rust_doc.sh": PackageResources.rust_doc_sh,
        "semgrep.sh": PackageResources.semgrep_sh,
        "semgrep_rules.yml": PackageResources.semgrep_rules_yml,
        "symbols.sh": PackageResources.symbols_sh,
        "swift_build.sh": PackageResources.swift_build_sh,
        "swift_drive.sh": PackageResources.swift_drive_sh,
        "swift_prepare.sh": PackageResources.swift_prepare_sh,
        "swift_program.sh": PackageResources.swift_program_sh,
        "swift_xctest.sh": PackageResources.swift_xctest_sh,
        "tree_imports.py": PackageResources.tree_imports_py,
        "typescript_build.cjs": PackageResources.typescript_build_cjs,
        "typescript_node.d.ts": PackageResources.typescript_node_d_ts,
    ]
}
