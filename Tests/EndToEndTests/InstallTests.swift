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

    @Test(
        "the completions are loaded by the shells",
        arguments: [
            (
                "bash",
                "source FOLDER/assay; COMP_WORDS=(assay ver); COMP_CWORD=1; COMP_LINE='assay ver'; COMP_POINT=9; "
                    + "$(complete -p assay | sed 's/.*-F \\([^ ]*\\).*/\\1/') assay ver assay 2>/dev/null; echo \"${COMPREPLY[@]}\"", "verify"
            ),
            ("fish", "source FOLDER/assay; complete -C 'assay ver'", "verify\tBuilds"),
            (
                "zsh",
                "fpath=(FOLDER $fpath); autoload -Uz compinit; compinit -u -d FOLDER/dump; autoload +X _assay; "
                    + "print ${_comps[assay]} ${+functions[_assay]}", "_assay 1"
            ),
        ])
    func completes(_ shell: String, _ line: String, _ expected: String) async throws {
        guard let program = ["/usr/bin/", "/bin/"].map({ $0 + shell }).first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else { return }
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let script = try await assay(["--generate-completion-script", shell])
        #expect(script.status == 0, "\(script.err)")
        try Data(script.out.utf8).write(to: URL(filePath: folder + (shell == "zsh" ? "/_assay" : "/assay")))
        let ran = try await Subprocess.run(
            .path(FilePath(program)), arguments: Arguments((shell == "zsh" ? ["-f"] : []) + ["-c", line.replacing("FOLDER", with: folder)]),
            environment: .inherit.updating(["PATH": "\(Places.products):/usr/bin:/bin", "HOME": folder]), output: .string(limit: 65536),
            error: .string(limit: 65536))
        #expect(ran.standardOutput.contains(expected), "\(ran.standardOutput) \(ran.standardError)")
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
