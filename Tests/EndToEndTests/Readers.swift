import AssaySupport
import FoundationEssentials
import Testing

/// Other people's programs that read what we write and speak with us, which `make test` installs.
enum Readers {
    /// The script of axe-core, which looks for what keeps people from using a page.
    static var axe: String { CacheFolder.path + "/readers/axe.min.js" }

    /// Returns the path of the Python interpreter that has them; where it is not there the test fails.
    static func python() throws -> String {
        let python = CacheFolder.path + "/readers/bin/python3"
        try #require(FileManager.default.fileExists(atPath: python), "the readers are not installed; run 'make test'")
        return python
    }
}
