import AssayCore
import AssayStatistics
import NIOHTTP1
import Testing

@testable import AssayModels

@Suite struct WireFuzzTests {
    /// Replies as the servers send them; each interface also gets those of the others.
    private static let replies = [
        "data: {\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"h\\ud83d\\ude00i\"},\"finish_reason\":null}]}\n\n"
            + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"prompt_tokens_details\":{\"cached_tokens\":1}}}\n\ndata: [DONE]\n\n",
        #"{"choices":[{"message":{"content":"hi","tool_calls":[{"id":"1"}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"total_tokens":3}}"#,
        "event: response.completed\r\ndata: {\"type\":\"response.completed\",\"response\":{\"model\":\"m\",\"status\":\"completed\",\"output\":"
            + "[{\"type\":\"message\",\"content\":[{\"text\":\"hi\"}]}],\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}}\r\n\r\n",
        "data: {\"type\":\"message_start\",\"message\":{\"model\":\"c\",\"usage\":{\"input_tokens\":3,\"cache_read_input_tokens\":1}}}\n\n"
            + "data: {\"type\":\"content_block_start\",\"content_block\":{\"type\":\"tool_use\",\"name\":\"answer\",\"input\":{}}}\n\n"
            + "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"max_tokens\"},\"usage\":{\"output_tokens\":2}}\n\n",
        "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"hi\",\"thought\":true}]},\"finishReason\":\"STOP\"}],"
            + "\"usageMetadata\":{\"promptTokenCount\":4,\"totalTokenCount\":9}}\n\n",
        #"{"error":{"message":"no","type":"rate_limit_error","code":429}}"#, "<html><title>Sign in</title></html>",
    ]
    /// What mutations put in: what readers of numbers, texts and streams stumble over.
    private static let pieces = [
        "null", "-1", "1e999", "9223372036854775808", "-9223372036854775808", "1e18", "0.5", "NaN", "\"\"", "[]", "{}", "\\ud83d", "\\udc00", "\\u12",
        "\u{FEFF}", "\r", "\r\n", "\n\n", "data:", "[DONE]", "<", "{\"a\":", String(repeating: "[", count: 3000), String(repeating: "{\"a\":", count: 700),
        "\u{10F83D}", "true", "\\",
    ]

    @Test("no reply of any server can end the process, and what comes out of one is sane", arguments: ModelInterface.allCases)
    func replies(_ interface: ModelInterface) {
        var random = SplitMix64(seed: 18)
        let request = ModelRequest(model: "m", messages: [ModelMessage(.user, "hi")], maxTokens: 9, temperature: 0, seed: 1)
        var whole = 0
        for _ in 0..<1500 {
            var bytes = Array(Self.replies[random.below(Self.replies.count)].utf8)
            for _ in 0..<random.below(4) { Self.mutate(&bytes, &random) }
            var stream = AnswerStream(interface.wire.reader())
            do throws(ServerFailure) {
                var rest = bytes[...]
                while !rest.isEmpty {
                    let size = 1 + random.below(97)
                    try stream.add(rest.prefix(size))
                    rest = rest.dropFirst(size)
                }
                let answer = try stream.end()
                let usage = answer.counts.usage(of: request, text: answer.wholeText, thoughtBytes: answer.thoughtBytes, end: answer.end)
                #expect(usage.prompt > 0 && usage.completion >= 0 && (0...usage.prompt).contains(usage.cached) && usage.estimated <= usage.total)
                whole += 1
            } catch {
                #expect(!error.error.message.isEmpty && error.error.message.utf8.count < 2000)
            }
        }
        #expect(whole > 50)
    }

    @Test("no header of any server can end the process")
    func headers() {
        var random = SplitMix64(seed: 19)
        let seeds = ["5", "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "http://a.test:1/b?c#d"]
        for _ in 0..<3000 {
            var bytes = Array(seeds[random.below(seeds.count)].utf8)
            for _ in 0..<1 + random.below(3) { Self.mutate(&bytes, &random) }
            let text = String(decoding: bytes, as: UTF8.self)
            let asked = RetryDelay.asked(HTTPHeaders([("retry-after", text), ("retry-after-ms", text)]))
            #expect((0...60.25).contains(RetryDelay.seconds(afterAttempt: 3, asked: asked)))
            if case .follow(let next) = Redirect(307, location: text, from: "http://a.test:1/x") { #expect(next.lowercased().hasPrefix("http://a.test:1")) }
        }
    }

    private static func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        guard !bytes.isEmpty else { return }
        let place = random.below(bytes.count)
        switch random.below(6) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.below(256))
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(20)))
        case 2: bytes.removeSubrange(place...)
        case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + random.below(60))], at: random.below(bytes.count))
        case 4: bytes.insert(contentsOf: Array(pieces[random.below(pieces.count)].utf8), at: place)
        default:
            // A whole value, where the reader expects another one.
            guard let colon = bytes[place...].firstIndex(of: UInt8(ascii: ":")) else { return }
            let end = bytes[colon...].firstIndex { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "}") } ?? bytes.endIndex
            bytes.replaceSubrange(bytes.index(after: colon)..<max(end, bytes.index(after: colon)), with: Array(pieces[random.below(pieces.count)].utf8))
        }
    }
}
