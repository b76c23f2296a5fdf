import AssayCore
import Testing

@Suite struct FixedFileTests {
    @Test(
        "hidden files, lock files and licences change only where a task names them",
        arguments: [
            (".github/workflows/ci.yml", true), ("a/.hidden", true), ("uv.lock", true), ("web/package-lock.json", true), ("go.sum", true),
            ("LICENSE", true), ("License.md", true), ("vendor/x/LICENSE.txt", true), ("docs/license.rst", false), ("src/license.py", false),
            ("src/a.py", false), ("README.md", false), ("locks.py", false),
        ])
    func fixed(_ path: String, _ isFixed: Bool) { #expect(FixedFile.contains(path) == isFixed) }
}
