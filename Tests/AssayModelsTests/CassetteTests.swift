import AssayCore
import AssayModels
import AssaySupport
import AssayTestSupport
import FoundationEssentials
import Testing

private let question = ModelRequest(
    model: "m", messages: [ModelMessage(.user, "hi")], maxTokens: 10, temperature: 0, seed: 1)

@Suite struct CassetteTests {
    @Test("what was recorded is replayed, anything else is refused")
    func strict() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let recorder = try CassetteRecorder(recording: ScriptedClient(["one", "two"]), to: folder + "/c.jsonl")
        _ = try await recorder.complete(question)
        _ = try await recorder.complete(question)
        let player = try CassettePlayer(path: folder + "/c.jsonl")
        #expect(try await player.complete(question).text == "one")
        let second = try await player.complete(question)
        #expect(second.text == "two" && second.recorded)
        var other = question
        other.temperature = 0.5
        let error = await #expect(throws: ModelError.self) { try await player.complete(other) }
        #expect(error?.code == .notRecorded)
    }

    @Test("what a recording lacks is asked and kept, what it holds is not asked again")
    func extended() async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/c.jsonl"
        _ = try await CassetteRecorder(recording: ScriptedClient(["one"]), to: path).complete(question)
        var other = question
        other.seed = 2
        let live = ScriptedClient(["two"])
        let extender = try CassetteExtender(live, known: CassettePlayer(path: path), from: path, to: folder + "/new.jsonl")
        #expect(try await extender.complete(question).text == "one")
        #expect(try await extender.complete(other).text == "two")
        #expect(try await extender.complete(other).text == "two", "the same question, its seed included, is not asked twice")
        #expect(await live.prompts.count == 1)
        let player = try CassettePlayer(path: folder + "/new.jsonl")
        #expect(try await player.complete(question).text == "one")
        #expect(try await player.complete(other).text == "two")
        _ = try await CassetteExtender(live, known: CassettePlayer(path: path), from: path, to: path).complete(question)
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 1, "what the recording holds is not written to it again")
    }

    @Test("a forged or damaged cassette is refused by line", arguments: ["{}", "nonsense", "{\"key\":\"x\"}"])
    func damaged(_ text: String) throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data((text + "\n").utf8).write(to: URL(filePath: folder + "/c.jsonl"))
        let error = #expect(throws: InputError.self) { try CassettePlayer(path: folder + "/c.jsonl") }
        #expect(error?.place.contains("c.jsonl:1") == true)
    }

    @Test("an odd line of a cassette is told with its place; the others answer, as Windows writes them too", arguments: ["\n", "\r\n"])
    func oddLine(_ end: String) async throws {
        let folder = try Places.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/c.jsonl"
        _ = try await CassetteRecorder(recording: ScriptedClient(["one"]), to: path).complete(question)
        let good = String(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")[0])
        let lines = ["{\"key\": \"x\"", String(good), "{\"key\": \"x\"}", good.replacing("one", with: "two").replacing("\"hi\"", with: "\"ho\""), ""]
        try Data(("\u{FEFF}" + lines.joined(separator: end)).utf8).write(to: URL(filePath: path))
        let player = try CassettePlayer(path: path)
        #expect(try await player.complete(question).text == "one")
        #expect(
            player.malformed.map(\.description).map { $0.replacing(folder + "/", with: "") } == [
                "c.jsonl:1:\(end == "\n" ? 12 : 13): not a JSON object: a ',' or '}' should be here",
                "c.jsonl:3: not a recorded call, or its key does not match",
                "c.jsonl:4: not a recorded call, or its key does not match",
            ])
    }

    @Test("a prompt with a hidden line is stopped before it is sent")
    func canary() async throws {
        let inner = ScriptedClient(["x"])
        let guarded = CanaryGuard(inner, canaries: ["# assay-canary-123"])
        var leaking = question
        leaking.messages.append(ModelMessage(.user, "look: # assay-canary-123"))
        let error = await #expect(throws: ModelError.self) { try await guarded.complete(leaking) }
        #expect(error?.code == .leak)
        #expect(await inner.prompts.isEmpty)
        #expect(try await guarded.complete(question).text == "x")
    }
}
