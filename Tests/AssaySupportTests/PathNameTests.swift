import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

@Suite struct PathNameTests {
    @Test(
        "a path is shortened to what it means",
        arguments: [
            ("benchmarks/experiments/../../fixtures/suites/demo", "fixtures/suites/demo"), ("a//b/./c", "a/b/c"), ("a/..", "."), ("../x/../y", "../y"),
            ("../../x", "../../x"), ("/../a/../b", "/b"), ("./a", "a"), ("a/", "a"), ("", "."), ("/", "/"), ("a/.../b", "a/.../b"),
        ])
    func shortened(_ path: String, _ expected: String) {
        #expect(PathName.normalized(path) == expected)
    }

    @Test("a path through a symbolic link is not shortened to another place")
    func link() throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["far", "far/deep", "other"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: false)
        }
        try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/far/deep")
        #expect(PathName.normalized(folder + "/link/..") == folder + "/link/..")
        #expect(PathName.normalized(folder + "/far/../other") == folder + "/other")
    }
}
