import AssayTestSupport
import FoundationEssentials
import Subprocess
import Testing

@Suite struct InitCommandTests {
    private static let greeting = [
        "greet.py": "def greet(name):\n    return 'hello ' + name\n",
        "test_greet.py": "from greet import greet\n\ndef test():\n    assert greet('a') == 'hello a'\n",
    ]

    private static func folder(_ files: [String: String] = greeting) throws -> String {
        let folder = try Places.temporary()
        for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)")) }
        return folder
    }

    @Test("the file says what was found, is read by Assay, and does not hide the project that it is in", arguments: [[], ["--minimal"]])
    func project(_ flags: [String]) async throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let secret = "never-to-be-written"
        let ran = try await assay(["init"] + flags, in: folder, environment: ["ANTHROPIC_API_KEY": secret])
        #expect(ran.status == 0 && ran.out == "wrote assay.yaml\n", "\(ran.err)")
        let text = try String(contentsOfFile: folder + "/assay.yaml", encoding: .utf8)
        #expect(!text.contains(secret) && text.contains("models:"))
        #expect(text.contains("#") == flags.isEmpty)
        if flags.isEmpty { #expect(text.contains("Found: Python (test_greet.py") && text.contains("key_env: ANTHROPIC_API_KEY")) }
        let shown = try await assay(["config", "show", "--origin"], in: folder)
        #expect(shown.status == 0 && shown.out.contains("assay.yaml:"), "\(shown.err)")
        let verified = try await assay(["verify", ".", "-q"], in: folder)
        #expect(verified.status == 0, "\(verified.out)\(verified.err)")
    }

    @Test("an experiment file is planned as it is, with two example tasks where there is no suite", arguments: [[], ["--minimal"]])
    func experiment(_ flags: [String]) async throws {
        let folder = try Self.folder([:])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ran = try await assay(["init", "experiment"] + flags, in: folder)
        #expect(ran.status == 0 && ran.err.contains("wrote tasks.jsonl, two example tasks"), "\(ran.err)")
        let planned = try await assay(["bench", "experiment.yaml", "-n"], in: folder)
        #expect(planned.status == 0 && planned.err.contains("2 arms × 2 tasks × 1 seed = 4 attempts"), "\(planned.err)")
        let valid = try await assay(["suite", "validate", "tasks.jsonl", "--mutants", "0", "-q"], in: folder)
        #expect(valid.out.contains("2 of 2 tasks admitted"), "\(valid.out)\(valid.err)")
    }

    @Test("a file that is there is kept, unless it is to be replaced; a dry run writes nothing")
    func replacing() async throws {
        let folder = try Self.folder(["assay.yaml": "version: 1\n"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let refused = try await assay(["init"], in: folder)
        #expect(refused.status == 73 && refused.err.contains("assay.yaml: is there already; --force"), "\(refused.err)")
        let dry = try await assay(["init", "--dry-run"], in: folder)
        #expect(dry.status == 0 && dry.out.contains("roles: {"))
        #expect(try String(contentsOfFile: folder + "/assay.yaml", encoding: .utf8) == "version: 1\n")
        let forced = try await assay(["init", "-f", "-q"], in: folder)
        #expect(forced.status == 0 && forced.err == "", "\(forced.err)")
        #expect(try String(contentsOfFile: folder + "/assay.yaml", encoding: .utf8).contains("roles: {"))
    }

    @Test("config show says where each value is from, and no value of a secret variable")
    func origins() async throws {
        let folder = try Self.folder(["assay.yaml": "version: 1\nstore: runs.db\nmodels:\n  a: {provider: command, command: [agent, hunter2hunter2]}\n"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ran = try await assay(
            ["config", "show", "--origin", "--json"], in: folder, environment: ["ASSAY_VERIFY_RERUN": "2", "ASSAY_STROE": "x", "AGENT_TOKEN": "hunter2hunter2"])
        #expect(ran.status == 0 && ran.err.contains("ASSAY_STROE names no setting; did you mean ASSAY_STORE?"), "\(ran.err)")
        #expect(!ran.out.contains("hunter2") && ran.out.contains("(hidden)"))
        #expect(ran.out.contains(#""place" : "ASSAY_VERIFY_RERUN""#) && ran.out.contains(#""value" : "runs.db""#), "\(ran.out)")
        let said = try await assay(["config", "show", "--origin", "--store", "x.db"], in: folder)
        #expect(said.out.contains(/store +x.db +--store/), "\(said.out)")
        let list = try await assay(["list"], in: folder)
        #expect(list.status == 66 && list.err.contains("runs.db"), "\(list.err)")
        let broken = try await assay(["config", "show"], in: folder, environment: ["ASSAY_VERIFY_RERUN": "often"])
        #expect(broken.status == 78 && broken.err.contains("ASSAY_VERIFY_RERUN: 'verify.rerun' must be a whole number"), "\(broken.err)")
    }

    @Test("-C works in another folder, and one that is not there is missing input")
    func elsewhere() async throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ran = try await assay(["-C", folder, "verify", ".", "-q"])
        #expect(ran.status == 0, "\(ran.err)")
        let missing = try await assay(["-C", folder + "/nowhere", "verify", "."])
        #expect(missing.status == 66 && missing.err.contains("(-C)"))
        #expect(try await assay(["-V"]).out == assay(["--version"]).out)
    }
}
