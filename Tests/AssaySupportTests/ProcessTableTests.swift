import AssaySupport
import Glibc
import Subprocess
import SystemPackage
import Testing

@Suite struct ProcessTableTests {
    @Test("a process is found by its arguments and by who began it, and is gone when it has ended")
    func found() async throws {
        let mark = "\(UInt64.random(in: 1_000_000_000...9_000_000_000))"
        _ = try await Subprocess.run(
            .path("/bin/sleep"), arguments: [mark], input: .none, output: .discarded, error: .discarded
        ) { execution in
            let own = Int32(execution.processIdentifier.value)
            // Its arguments are there when it has become another program.
            while ProcessTable.arguments(of: own) != ["/bin/sleep", mark] { try await Task.sleep(for: .milliseconds(10)) }
            #expect(ProcessTable.processes { $0.contains(mark) } == [own])
            #expect(ProcessTable.children(of: getpid()).contains(own))
            try execution.send(signal: .kill)
        }
        #expect(ProcessTable.processes { $0.contains(mark) } == [])
    }
}
