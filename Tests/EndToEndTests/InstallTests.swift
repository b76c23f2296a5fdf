import AssayTestSupport
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// What `make install` and `make uninstall` do, with the programs that were built for the tests.
@Suite struct InstallTests {
    private static func script(_ name: String, _ arguments: [String]) async throws -> Ran {
        let ended = try await Subprocess.run(
            .path("/bin/bash"), arguments: Arguments(["\(Places.root)/.ci/packaging/\(name)"] + arguments), output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        guard case .exited(let code) = ended.terminationStatus else { return Ran(status: nil, out: ended.standardOutput, err: ended.standardError) }
        return Ran(status: code, out: ended.standardOutput, err: ended.standardError)
    }

    private static func files(below folder: String) throws -> Set<String> {
        let all = try FileManager.default.subpathsOfDirectory(atPath: folder)
        var directory = false
        return Set(all.filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)", isDirectory: &directory) && !directory })
    }

    @Test("an installed Assay works from wherever it is moved and through a symbolic link, and uninstalling leaves what is not its own")
    func installs() async throws {
        let folder = try Places.temporary()
        let (first, prefix) = (folder + "/first", folder + "/a prefix")
        let staged = try await Self.script("stage", [Places.products, first])
        try #require(staged.status == 0, "\(staged.out)\(staged.err)")
        try FileManager.default.moveItem(atPath: first, toPath: prefix)
        let listed = try String(contentsOfFile: prefix + "/share/assay/installed", encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(Set(listed) == (try Self.files(below: prefix)))
        for name in [
            "bin/assay", "libexec/assay/assay-jail", "share/man/man1/assay.1.gz", "share/man/man1/assay-verify.1.gz",
            "share/bash-completion/completions/assay", "share/zsh/site-functions/_assay", "share/fish/vendor_completions.d/assay.fish",
            "share/doc/assay/docs/install.md", "share/assay/apparmor/assay-jail",
        ] {
            #expect(listed.contains(name), "\(name)")
        }

        let link = folder + "/assay"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: prefix + "/bin/assay")
        let ran = try await Subprocess.run(
            .path(FilePath(link)), arguments: ["sandbox", "run", "--", "/bin/echo", "confined"], workingDirectory: "/", output: .string(limit: 65536),
            error: .string(limit: 65536))
        #expect(ran.terminationStatus.isSuccess && ran.standardOutput.contains("confined"), "\(ran.standardError)")

        try Data("own".utf8).write(to: URL(filePath: prefix + "/bin/other"))
        #expect(try await Self.script("unstage", [prefix]).status == 0)
        #expect(try Self.files(below: prefix) == ["bin/other"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: prefix) == ["bin"])
        let again = try await Self.script("unstage", [prefix])
        #expect(again.status == 66 && again.out.contains("nothing of Assay is installed"))
    }

    @Test("a list of installed files that leads outside the prefix removes nothing")
    func outside() async throws {
        let folder = try Places.temporary()
        let kept = folder + "/kept"
        try FileManager.default.createDirectory(atPath: folder + "/prefix/share/assay", withIntermediateDirectories: true)
        try Data("kept".utf8).write(to: URL(filePath: kept))
        try Data("share/assay/installed\n../kept\n".utf8).write(to: URL(filePath: folder + "/prefix/share/assay/installed"))
        #expect(try await Self.script("unstage", [folder + "/prefix"]).status == 65)
        #expect(FileManager.default.fileExists(atPath: kept) && FileManager.default.fileExists(atPath: folder + "/prefix/share/assay/installed"))
    }

    @Test("without built programs or a folder that can be written, installing says what to do")
    func refuses() async throws {
        let folder = try Places.temporary()
        let none = try await Self.script("stage", [folder, folder + "/prefix"])
        #expect(none.status == 3 && none.out.contains("is not built"))
        let unwritable = try await Self.script("stage", [Places.products, "/proc/prefix"])
        #expect(unwritable.status == 73 && unwritable.out.contains("PREFIX="))
    }
}
