import AssayCore
import AssaySandbox
import AssaySupport
import AssayTestSupport
import AssayToolchains
import FoundationEssentials
import Glibc
import Synchronization
import Testing

@testable import AssayVerify

@Suite struct TestProgressTests {
    @Test("tests are counted while a run goes on, by what it prints or by its file of results", arguments: [false, true])
    func counted(_ byFile: Bool) async throws {
        let folder = try Places.temporary()
        defer { ScratchFolder.remove(folder) }
        chmod(folder, 0o777)
        // The run ends when somebody has been told of its first test.
        let script = "echo 'ok 1 - a' \(byFile ? "> /r/events" : ""); while [ ! -e /r/told ]; do sleep 0.5; done; echo 'ok 2 - b'"
        let command = SandboxCommand(
            ["/bin/sh", "-c", script], mounts: [.readWrite(host: folder, inside: "/r")], limits: SandboxLimits(wallSeconds: 1800, cpuSeconds: 600))
        let sandbox = try JailSandbox()
        let counts = Mutex<[Int]>([])
        let watch = TestProgress.watch(.tap, results: byFile ? folder + "/events" : nil) { progress in
            counts.withLock { $0.append(progress.done) }
            try? Data().write(to: URL(filePath: folder + "/told"))
        }
        let result = try await sandbox.run(command, watch: watch)
        #expect(result.succeeded && counts.withLock(\.first) == 1)
    }

    @Test(
        "each runner's line that ends a test is known",
        arguments: [
            (OutputParser.pytest, #"4f {"event": "started", "id": "a"}"#), (.testEvents, #"4f {"event":"failed","name":"a"}"#), (.tap, "not ok 3"),
            (.nodeProject, "ok 1 - x"), (.goTestJSON, #"{"Action":"pass","Package":"m","Test":"TestA","Elapsed":0}"#),
            (.cargoTestJSON, #"{ "type": "test", "name": "a", "event": "ok" }"#), (.xctestProject, "Test Case 'A.testB' passed (0.0 seconds)"),
            (.swiftTestingProject, #"{"kind":"event","payload":{"kind":"testEnded","testID":"M.S/a()/F.swift:1:2"}}"#),
            (.ctest, " 1/2 Test #1: a ...   Passed    0.01 sec"),
        ])
    func lines(_ parser: OutputParser, _ line: String) {
        #expect(parser.endsTest(Substring(line)) && !parser.endsTest("building a") && !parser.endsTest(""))
    }
}
