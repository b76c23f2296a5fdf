import AssayCore
import Testing

@testable import AssayModels

private let request = ModelRequest(
    model: "m", messages: [ModelMessage(.user, "Add two numbers, please.")], maxTokens: 300, temperature: 0, seed: 1)

/// Reads a body in pieces of a size.
private func read(_ body: String, _ interface: ModelInterface = .openAIChat, pieces size: Int = 5) throws(ServerFailure) -> StreamedAnswer {
    var stream = AnswerStream(interface.wire.reader())
    let bytes = Array(body.utf8)
    for start in stride(from: 0, to: bytes.count, by: size) { try stream.add(bytes[start..<min(start + size, bytes.count)]) }
    return try stream.end()
}

private func events(_ values: String..., done: Bool = true) -> String {
    values.map { "data: \($0)\n\n" }.joined() + (done ? "data: [DONE]\n\n" : "")
}

private let hello = #"{"choices":[{"index":0,"delta":{"content":"hello"},"finish_reason":null}]}"#
private let stop = #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#

@Suite struct WireReadingTests {
    @Test(
        "a right answer is read in any clothes",
        arguments: [
            (ModelInterface.openAIChat, events(hello, stop)),
            (.openAIChat, events(hello, stop, done: false)),
            (.openAIChat, String(events(hello, stop).dropLast(2))),
            (.openAIChat, events(hello)),
            (.openAIChat, "\u{FEFF}" + events(hello, stop)),
            (.openAIChat, events(hello, stop).replacingOccurrences("\n", "\r\n")),
            (.openAIChat, events(hello, stop).replacingOccurrences("\n", "\r")),
            (.openAIChat, ": a comment\n\nevent: x\nid: 1\nretry: 5\ndata:\(hello)\n\n: ping\n\n" + events(stop)),
            (.openAIChat, "data: {\"choices\":\ndata: [{\"delta\":{\"content\":\"hello\"},\ndata: \"finish_reason\":\"stop\"}]}\n\n"),
            (.openAIChat, events(#"{"choices":[{"message":{"content":"hello"},"finish_reason":"stop"}]}"#)),
            (.openAIChat, events(#"{"choices":[{"delta":{"content":[{"type":"text","text":"hel"},{"type":"text","text":"lo"}]}}]}"#, stop)),
            (
                .openAIChat,
                events(
                    #"{"choices":[{"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"hello"}]}}]}"#, stop)
            ),
            (
                .openAIChat,
                #"{"choices":[{"message":{"content":[{"type":"reasoning","text":"hm"},{"type":"output_text","text":"hello"}]},"finish_reason":"stop"}]}"#
            ),
            (.openAIChat, #" {"choices":[{"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}],"error":null}"#),
            (.openAIChat, "\u{FEFF}" + #"{"choices":[{"message":{"content":[{"text":"hello"}]},"finish_reason":"stop"}]}"#),
            (.openAIChat, hello + "\n" + stop + "\n"),
            (
                .openAIResponses,
                events(#"{"type":"response.output_text.delta","delta":"hello"}"#, #"{"type":"response.completed","response":{"status":"completed"}}"#)
            ),
            (
                .openAIResponses,
                events(#"{"type":"response.completed","response":{"output":[{"type":"message","content":[{"type":"output_text","text":"hello"}]}]}}"#)
            ),
            (.openAIResponses, #"{"object":"response","status":"completed","error":null,"output":[{"type":"message","content":[{"text":"hello"}]}]}"#),
            (.anthropic, #"{"type":"message","model":"c","content":[{"type":"text","text":"hello"}],"stop_reason":"end_turn","usage":{}}"#),
            (
                .anthropic,
                events(
                    #"{"type":"content_block_delta","delta":{"type":"text_delta","text":"hello"}}"#,
                    #"{"type":"message_delta","delta":{"stop_reason":"end_turn"}}"#, done: false)
            ),
            (.gemini, events(#"{"candidates":[{"content":{"parts":[{"text":"hello"}]},"finishReason":"STOP"}]}"#, done: false)),
            (
                .gemini,
                #"[{"candidates":[{"content":{"parts":[{"text":"hel"}]}}]},{"candidates":[{"content":{"parts":[{"text":"lo"}]},"finishReason":"STOP"}]}]"#
            ),
        ])
    func clothes(_ interface: ModelInterface, _ body: String) throws {
        for size in [1, 7, 4096] {
            let answer = try read(body, interface, pieces: size)
            #expect(answer.wholeText == "hello" && answer.end == "stop", "\(body)")
        }
    }

    @Test(
        "what is the model's or its provider's doing is told by its name",
        arguments: [
            (ModelInterface.openAIChat, events(stop), AnswerEnd.empty),
            (.openAIChat, events(#"{"choices":[{"delta":{"content":null},"finish_reason":null}]}"#, stop), .empty),
            (.openAIChat, events(#"{"choices":[{"delta":{},"finish_reason":"content_filter"}]}"#), .contentFilter),
            (.openAIChat, events(#"{"choices":[{"delta":{"content":"hel"},"finish_reason":"length"}]}"#), .length),
            (.openAIChat, events(#"{"choices":[{"delta":{"reasoning_content":"hm"},"finish_reason":"length"}]}"#), .thinking),
            (.openAIChat, events(#"{"choices":[{"delta":{"tool_calls":[{"id":"1"}]},"finish_reason":"tool_calls"}]}"#), .toolCalls),
            (.openAIChat, events(#"{"choices":[{"delta":{"refusal":"I cannot."},"finish_reason":"stop"}]}"#), .refusal),
            (.openAIResponses, #"{"status":"incomplete","incomplete_details":{"reason":"content_filter"},"output":[]}"#, .contentFilter),
            (
                .openAIResponses,
                #"{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[{"type":"reasoning","content":[{"text":"hm"}]}]}"#,
                .thinking
            ),
            (.openAIResponses, #"{"status":"completed","output":[{"type":"message","content":[{"type":"refusal","refusal":"no"}]}]}"#, .refusal),
            (.openAIResponses, #"{"status":"completed","output":[{"type":"function_call","name":"f"}]}"#, .toolCalls),
            (.anthropic, #"{"type":"message","content":[],"stop_reason":"refusal"}"#, .refusal),
            (.anthropic, #"{"type":"message","content":[{"type":"thinking","thinking":"hm"}],"stop_reason":"max_tokens"}"#, .thinking),
            (.anthropic, #"{"type":"message","content":[{"type":"tool_use","name":"search","input":{"a":1}}],"stop_reason":"tool_use"}"#, .toolCalls),
            (.gemini, events(#"{"promptFeedback":{"blockReason":"SAFETY"}}"#, done: false), .contentFilter),
            (.gemini, events(#"{"candidates":[{"finishReason":"RECITATION"}]}"#, done: false), .contentFilter),
            (.gemini, events(#"{"candidates":[{"content":{"parts":[{"text":"hm","thought":true}]},"finishReason":"MAX_TOKENS"}]}"#, done: false), .thinking),
            (.gemini, events(#"{"candidates":[{"content":{"parts":[{"functionCall":{}}]},"finishReason":"STOP"}]}"#, done: false), .toolCalls),
        ])
    func ends(_ interface: ModelInterface, _ body: String, _ end: AnswerEnd) throws {
        #expect(try read(body, interface).end == end.rawValue)
    }

    @Test(
        "what is the server's doing is told in its own words, and tried again where that may help",
        arguments: [
            (#"{"error":{"message":"model fake is not loaded","code":404}}"#, "model fake is not loaded", false),
            (#"{"error":"model not found, try pulling it"}"#, "try pulling it", false),
            (#"{"detail":"Not authenticated"}"#, "Not authenticated", false),
            (#"{"object":"error","message":"no such model","type":"NotFoundError","code":404}"#, "no such model", false),
            (#"{"error":{"message":"slow down","type":"rate_limit_error"}}"#, "slow down", true),
            (#"{"error":{"message":"busy","code":503}}"#, "busy", true),
            (events(hello, #"{"error":{"message":"the quota is used up","code":403}}"#), "the quota is used up", false),
            (events(hello, #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#), "Overloaded", true),
            ("<!doctype html><title>Sign in</title><body>Please</body>", "Sign in", false),
            ("no model is loaded here\n", "no model is loaded here", false),
            ("", "an empty answer", true),
            (events(#"{"model":"","choices":[]}"#), "without any choice", true),
            (events(hello, done: false), "ended its answer early", true),
            (#"{"choices":[{"message":{"content":"hel"#, "cut or broken", true),
            ("data: {not json\n\n", "not JSON", true),
        ])
    func failures(_ body: String, _ words: String, _ isTemporary: Bool) {
        let failure = #expect(throws: ServerFailure.self) { try read(body) }
        #expect(failure?.error.message.contains(words) == true, "\(failure?.error.message ?? "")")
        #expect(failure?.isTemporary == isTemporary)
    }

    @Test("halves of a character are joined over events, and one alone is U+FFFD")
    func halves() throws {
        func chunk(_ text: String) -> String { #"{"choices":[{"delta":{"content":""# + text + #""}}]}"# }
        #expect(try read(events(chunk(#"a\ud83d"#), chunk(#"\ude00b"#), stop)).wholeText == "a\u{1F600}b")
        #expect(try read(events(chunk(#"a\ud83d\ude00\\ud83d"#), stop)).wholeText == #"a😀\ud83d"#)
        #expect(try read(events(chunk(#"a\ud83d\n"#), chunk(#"\ude00"#), stop)).wholeText == "a\u{FFFD}\n\u{FFFD}")
        #expect(try read(events(chunk("\u{10F83D}"), stop)).wholeText == "\u{10F83D}")
    }

    @Test(
        "tokens that no server counted are an estimate, never 0",
        arguments: [
            ("null", 0), (#"{"prompt_tokens":50,"completion_tokens":20}"#, 70), (#"{"prompt_tokens":50.0,"completion_tokens":2e1}"#, 70),
            (#"{"prompt_tokens":50,"total_tokens":70}"#, 70), (#"{"prompt_tokens":0,"completion_tokens":0}"#, 0),
            (#"{"prompt_tokens":-1,"completion_tokens":1e300}"#, 0), (#"{"prompt_tokens":"many"}"#, 0), ("[]", 0),
        ])
    func usage(_ usage: String, _ counted: Int) throws {
        let answer = try read(events(hello, stop, #"{"choices":[],"usage":\#(usage)}"#))
        let used = answer.counts.usage(of: request, text: answer.wholeText, thoughtBytes: 0, end: answer.end)
        #expect(used.total - used.estimated == counted)
        #expect(used.prompt > 0 && used.completion > 0 && used.totalText.hasPrefix("≈") == (counted == 0))
    }

    @Test(
        "cached tokens and thoughts are counted from every form of usage",
        arguments: [
            (ModelInterface.openAIChat, #"{"prompt_tokens":50,"completion_tokens":20,"prompt_tokens_details":{"cached_tokens":30}}"#, 50, 20, 30),
            (.openAIChat, #"{"prompt_tokens":50,"completion_tokens":20,"prompt_cache_hit_tokens":32,"prompt_cache_miss_tokens":18}"#, 50, 20, 32),
            (.openAIChat, #"{"prompt_tokens":50,"completion_tokens":20,"cached_tokens":33}"#, 50, 20, 33),
            (.openAIChat, #"{"prompt_tokens":50,"completion_tokens":5,"total_tokens":75,"completion_tokens_details":{"reasoning_tokens":20}}"#, 50, 25, 0),
            (
                .openAIResponses,
                #"{"input_tokens":50,"output_tokens":20,"input_tokens_details":{"cached_tokens":34},"output_tokens_details":{"reasoning_tokens":9}}"#,
                50, 20, 34
            ),
            (.anthropic, #"{"input_tokens":10,"cache_read_input_tokens":35,"cache_creation_input_tokens":5,"output_tokens":20}"#, 50, 20, 35),
            (.gemini, #"{"promptTokenCount":50,"candidatesTokenCount":8,"thoughtsTokenCount":12,"cachedContentTokenCount":36}"#, 50, 20, 36),
        ])
    func cached(_ interface: ModelInterface, _ usage: String, _ prompt: Int, _ completion: Int, _ cached: Int) throws {
        let body =
            switch interface {
            case .openAIChat: #"{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}],"usage":\#(usage)}"#
            case .openAIResponses: #"{"status":"completed","output":[{"type":"message","content":[{"text":"hi"}]}],"usage":\#(usage)}"#
            case .anthropic: #"{"type":"message","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","usage":\#(usage)}"#
            case .gemini: #"{"candidates":[{"content":{"parts":[{"text":"hi"}]},"finishReason":"STOP"}],"usageMetadata":\#(usage)}"#
            }
        let answer = try read(body, interface)
        let used = answer.counts.usage(of: request, text: answer.wholeText, thoughtBytes: 0, end: answer.end)
        #expect(used == TokenUsage(prompt: prompt, completion: completion, cached: cached))
    }

    @Test("llama.cpp's own counts serve where it sends no usage")
    func timings() throws {
        let last = #"{"choices":[{"delta":{},"finish_reason":"stop"}],"timings":{"cache_n":40,"prompt_n":10,"predicted_n":20}}"#
        let answer = try read(events(hello, last))
        #expect(answer.counts.usage(of: request, text: "hello", thoughtBytes: 0, end: "stop") == TokenUsage(prompt: 50, completion: 20, cached: 40))
    }

    @Test(
        "a limit that hidden thoughts used up is told as that",
        arguments: [
            (
                ModelInterface.openAIChat,
                #"{"choices":[{"message":{"content":""},"finish_reason":"length"}],"usage":{"completion_tokens_details":{"reasoning_tokens":64}}}"#
            ),
            (.anthropic, #"{"type":"message","content":[{"type":"thinking","thinking":"","signature":"s"}],"stop_reason":"max_tokens"}"#),
            (.gemini, #"{"candidates":[{"finishReason":"MAX_TOKENS"}],"usageMetadata":{"promptTokenCount":5,"thoughtsTokenCount":64}}"#),
        ])
    func hiddenThoughts(_ interface: ModelInterface, _ body: String) throws {
        #expect(try read(body, interface).end == AnswerEnd.thinking.rawValue)
    }
}

extension String {
    fileprivate func replacingOccurrences(_ old: String, _ new: String) -> String { replacing(old, with: new) }
}
