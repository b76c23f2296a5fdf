import AssayCore
import AssaySupport
import Glibc

/// Tells which test files were written to while a build ran, even if they are as they were again.
///
/// What a build runs of a candidate, such as a macro, a plugin or a build script, could write other tests before they are compiled.
struct TestFileWatch {
    /// What the kernel changes with every write, link or rename of a file, and no program can set.
    private struct State: Equatable {
        let inode: UInt
        let seconds: Int
        let nanoseconds: Int
    }
    private let folder: String
    private let states: [String: State?]

    /// Remembers the files of a workspace's folder; over a layer below, those are there only once they are written to.
    init(_ paths: [String], in folder: String) {
        self.folder = folder
        states = Dictionary(paths.map { ($0, Self.state(of: "\(folder)/\($0)")) }) { first, _ in first }
    }

    private static func state(of path: String) -> State? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        return State(inode: UInt(status.st_ino), seconds: status.st_ctim.tv_sec, nanoseconds: status.st_ctim.tv_nsec)
    }

    /// The evidence of files that were written to.
    var evidence: Evidence {
        var evidence = Evidence()
        for (path, before) in states.sorted(by: { $0.key < $1.key }) where Self.state(of: "\(folder)/\(path)") != before {
            evidence += Evidence(
                .tamperingSuspected,
                Finding(
                    kind: .integrity, rule: "tests-changed", severity: .error,
                    message: "the build wrote to '\(path)', which is a test; what was judged may be another", path: path))
        }
        return evidence
    }
}
