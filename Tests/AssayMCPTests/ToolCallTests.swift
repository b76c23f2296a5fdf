import AssaySupport
import AssayTestSupport
import Foundation
import Glibc
import Testing

@testable import AssayMCP

/// How calls begin, come on and end, whatever the tool.
@Suite(.serialized) struct ToolCallTests {
    /// A command that runs until it is ended, and which no other process has.
    private static func endless() -> (argv: JSONValue, mark: String) {
        let mark = "\(UInt64.random(in: 1_000_000_000...9_000_000_000))"
        return (["/bin/sh", "-c", .string("echo begun; sleep \(mark)")], mark)
    }

    /// Whether a process of this machine has a word in its command line.
    private static func isRunning(_ mark: String) -> Bool {
        !ProcessTable.processes { $0.contains { $0.hasSuffix(mark) && $0.contains("sleep") || $0 == mark } }.isEmpty
    }

    private static func wait(until isTrue: () -> Bool) async throws {
        while !isTrue() { try await Task.sleep(for: .milliseconds(20)) }
    }

    @Test("a cancelled call ends its process and has no answer; the server goes on")
    func cancelled() async throws {
        try await Wire.with { wire, answers in
            wire.initialize()
            _ = await answers.next()
            let (argv, mark) = Self.endless()
            wire.call("long", "run_in_sandbox", ["argv": argv, "wall_seconds": 300], token: "t")
            // The first news of it says that it runs.
            #expect(await answers.next()?["method"] == "notifications/progress")
            try await Self.wait { Self.isRunning(mark) }
            wire.send(["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": "long", "reason": "test"]])
            try await Self.wait { !Self.isRunning(mark) }
            wire.ask("after", "ping")
            while let answer = await answers.next(), answer["id"] != "after" { #expect(answer["method"] == "notifications/progress", "\(answer.json)") }
        }
    }

    @Test("the end of the input ends what is under way")
    func ended() async throws {
        let (argv, mark) = Self.endless()
        try await Wire.with { wire, answers in
            wire.initialize()
            _ = await answers.next()
            wire.call(1, "run_in_sandbox", ["argv": argv, "wall_seconds": 300], token: 1)
            _ = await answers.next()
            try await Self.wait { Self.isRunning(mark) }
        }
        #expect(!Self.isRunning(mark))
    }

    @Test("progress is told under the client's token, with numbers that grow, and only where it is asked for")
    func progress() async throws {
        try await Wire.with { wire, answers in
            wire.initialize()
            _ = await answers.next()
            wire.call(1, "run_in_sandbox", ["argv": ["/bin/sleep", "4"]], token: 7)
            var numbers: [Double] = []
            while let answer = await answers.next(), answer["id"] != 1 {
                #expect(answer["params"]?["progressToken"] == 7)
                numbers.append(answer["params"]?["progress"]?.number ?? -1)
            }
            #expect(!numbers.isEmpty && numbers == numbers.sorted() && Set(numbers).count == numbers.count, "\(numbers)")
            wire.call(2, "run_in_sandbox", ["argv": ["/bin/sleep", "1.5"]])
            #expect(await answers.next()?["id"] == 2)
        }
    }

    @Test("few calls work at a time, more wait, and too many are refused")
    func bounded() async throws {
        try await Wire.with { wire, answers in
            wire.initialize()
            _ = await answers.next()
            let (argv, _) = Self.endless()
            for id in 0..<Session.mostOpen { wire.call(.number(Double(id)), "run_in_sandbox", ["argv": argv, "wall_seconds": 300]) }
            wire.call(0, "run_in_sandbox", ["argv": argv])
            let twice = await answers.next()
            #expect(twice?["id"] == 0 && twice?["error"]?["code"] == -32600, "\(twice?.json ?? "")")
            wire.call("more", "explain_finding", ["term": "B"])
            let refused = await answers.next()
            #expect(refused?["id"] == "more" && refused?["error"]?["code"] == -32000)
            // Whoever is taken back makes room, also where it has only waited.
            for id in 0..<Session.mostOpen {
                wire.send(["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": .number(Double(id))]])
            }
            var answer: JSONValue?
            repeat {
                wire.call("again", "explain_finding", ["term": "B"])
                answer = await answers.next()
            } while answer?["error"] != nil
            #expect(answer?["id"] == "again" && answer?["result"]?["isError"] == nil)
        }
    }

    @Test(
        "arguments that do not fit the tool are an error of the protocol that names the place",
        arguments: [
            (["name": "nothing"], "not a tool"), ([:], "name"), (["name": 5], "name"), (["name": "verify", "arguments": 5], "arguments must be an object"),
            (["name": "verify", "arguments": ["folder": 5]], "arguments.folder must be a text"),
            (["name": "verify", "arguments": ["floder": "x"]], "arguments.floder is not known"),
            (["name": "verify", "arguments": ["files": ["a.py": 5]]], "arguments.files.a.py must be a text"),
            (["name": "verify", "arguments": ["wall_seconds": 1_000_000_000, "folder": "."]], "between"),
            (["name": "verify", "arguments": ["toolchain": "cobol"]], "one of"),
            (["name": "run_in_sandbox"], "argv is missing"), (["name": "run_in_sandbox", "arguments": ["argv": []]], "at least 1"),
            (["name": "run_in_sandbox", "arguments": ["argv": ["/bin/true"], "policies": ["/etc/passwd"]]], "one of"),
            (["name": "run_in_sandbox", "arguments": ["argv": ["/bin/true"], "memory_megabytes": .number(16.5)]], "whole number"),
            (["name": "explain_finding", "arguments": ["term": .null]], "must be a text"),
            (["name": "explain_finding", "arguments": ["term": .string(String(repeating: "x", count: 500))]], "longer than"),
            (["name": "show_attempt", "arguments": ["run": "x", "seed": -1]], "between"), (["name": "compare", "arguments": ["a": "x"]], "b is missing"),
        ] as [(JSONValue, String)])
    func wrongArguments(_ params: JSONValue, _ words: String) async throws {
        try await Wire.with { wire, answers in
            wire.initialize()
            _ = await answers.next()
            wire.ask(1, "tools/call", params)
            let answer = await answers.next()
            #expect(answer?["error"]?["code"] == -32602 && answer?["error"]?["message"]?.text?.contains(words) == true, "\(answer?.json ?? "")")
        }
    }

    @Test("the client's roots are asked for once, and again when they have changed")
    func roots() async throws {
        let top = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: top) }
        for name in ["one", "two", "own"] {
            try FileManager.default.createDirectory(atPath: "\(top)/\(name)", withIntermediateDirectories: false)
            try Data(name.utf8).write(to: URL(filePath: "\(top)/\(name)/file"))
        }
        try await Wire.with(roots: ["\(top)/own"]) { wire, answers in
            wire.initialize(capabilities: ["roots": ["listChanged": true]])
            _ = await answers.next()
            func cat(_ folder: String, says roots: JSONValue? = nil) async -> JSONValue? {
                wire.call(1, "run_in_sandbox", ["argv": ["/bin/cat", "file"], "folder": .string(folder)])
                if let roots {
                    let asked = await answers.next()
                    #expect(asked?["method"] == "roots/list")
                    var answer = roots.object ?? [:]
                    (answer["jsonrpc"], answer["id"]) = ("2.0", asked?["id"])
                    wire.send(.object(answer))
                }
                return await answers.next()
            }
            let one: JSONValue = ["result": ["roots": [["uri": .string("file://\(top)/one")]]]]
            #expect(await cat(".", says: one)?["result"]?["structuredContent"]?["stdout"] == "one")
            #expect(await cat("\(top)/two")?["result"]?["isError"] == true)
            #expect(await cat("\(top)/own")?["result"]?["isError"] == true)
            wire.send(["jsonrpc": "2.0", "method": "notifications/roots/list_changed"])
            let two: JSONValue = ["result": ["roots": [["uri": .string("file://\(top)/two"), "name": "two"]]]]
            #expect(await cat("\(top)/two", says: two)?["result"]?["structuredContent"]?["stdout"] == "two")
            wire.send(["jsonrpc": "2.0", "method": "notifications/roots/list_changed"])
            for nothing: JSONValue in [
                ["error": ["code": -32601, "message": "no"]], ["result": [:]], ["result": ["roots": [5, ["uri": 5], ["uri": "http://x/"]]]],
            ] {
                let answer = await cat("\(top)/own", says: nothing)
                #expect(answer?["result"]?["isError"] == true && answer?["result"]?["content"]?[0]?["text"]?.text?.contains("roots") == true)
            }
        }
    }
}
