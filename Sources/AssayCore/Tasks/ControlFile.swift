import AssaySupport

/// Tells which files steer a build or a test runner; only the task's own count, never a candidate's.
package enum ControlFile {
    private static let names: Set<String> = [
        "conftest.py", "sitecustomize.py", "usercustomize.py", "pytest.ini", "tox.ini",
        "setup.cfg", "setup.py", "pyproject.toml", "Package.swift", "Package.resolved", "build.rs",
        "Cargo.toml", "package.json", "Makefile", "makefile", "GNUmakefile", "CMakeLists.txt", "CMakePresets.json",
        "CMakeUserPresets.json", "meson.build", "configure", "configure.ac", "Makefile.am", "Makefile.in", "pom.xml",
        "rust-toolchain", "rust-toolchain.toml", "pytest.toml", ".pytest.ini", ".pytest.toml", ".swift-format", "ruff.toml",
        ".ruff.toml", "tsconfig.json", "mypy.ini", ".mypy.ini", "pyrightconfig.json", ".semgrep.yml", ".shellcheckrc",
    ]
    private static let folders = [".swiftpm/", ".cargo/", ".build/", "node_modules/"]

    /// Whether a path is one of a file that steers.
    package static func contains(_ path: String) -> Bool {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return names.contains(name) || name.hasSuffix(".pth") || name.hasSuffix(".cmake") || folders.contains(where: path.hasPrefix)
    }
}
