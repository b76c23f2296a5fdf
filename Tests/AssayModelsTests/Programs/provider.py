"""A model server on loopback that speaks four interfaces as their public documentation has them, and misbehaves by plan.

usage: provider.py PLAN LOG: PLAN is a JSON list, a behaviour a request; each request is logged as one JSON line.
"""
import http.server
import json
import sys
import time

plan, log = json.loads(sys.argv[1]), sys.argv[2]
TOO_LONG = {
    "openai-chat": '{"error": {"message": "request exceeds", "type": "exceed_context_size_error", "n_ctx": 8}}',
    "openai-responses": '{"error": {"message": "too long", "code": "context_length_exceeded"}}',
    "anthropic": '{"type": "error", "error": {"type": "invalid_request_error", "message": "prompt is too long: 9 tokens > 8 maximum"}}',
    "gemini": '{"error": {"code": 400, "message": "The input token count (9) exceeds the maximum number of tokens allowed (8)."}}',
}


def sse(data, name=None):
    return (f"event: {name}\n" if name else "") + f"data: {json.dumps(data)}\n\n"


def openai_chat(words, finish):
    for word in words:
        yield sse({"model": "m1", "choices": [{"delta": {"content": word}}]})
    reason = {"stop": "stop", "length": "length", "refusal": "content_filter"}[finish]
    yield sse({"choices": [{"delta": {}, "finish_reason": reason}]})
    yield sse({"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 2, "prompt_tokens_details": {"cached_tokens": 5}}})
    yield "data: [DONE]\n\n"


def openai_responses(words, finish):
    yield sse({"type": "response.created", "response": {"model": "m1", "status": "in_progress"}}, "response.created")
    kind = "response.refusal.delta" if finish == "refusal" else "response.output_text.delta"
    for word in words:
        yield sse({"type": kind, "delta": word}, kind)
    end = "response.incomplete" if finish == "length" else "response.completed"
    details = {"reason": "max_output_tokens"} if finish == "length" else None
    usage = {"input_tokens": 7, "output_tokens": 2, "input_tokens_details": {"cached_tokens": 5}}
    yield sse({"type": end, "response": {"model": "m1", "usage": usage, "incomplete_details": details}}, end)


def anthropic(words, finish):
    usage = {"input_tokens": 1, "cache_read_input_tokens": 5, "cache_creation_input_tokens": 1, "output_tokens": 1}
    yield sse({"type": "message_start", "message": {"model": "m1", "content": [], "usage": usage}}, "message_start")
    yield sse({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}, "content_block_start")
    yield sse({"type": "ping"}, "ping")
    for word in words:
        yield sse({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": word}}, "content_block_delta")
    yield sse({"type": "content_block_stop", "index": 0}, "content_block_stop")
    reason = {"stop": "end_turn", "length": "max_tokens", "refusal": "refusal"}[finish]
    yield sse({"type": "message_delta", "delta": {"stop_reason": reason}, "usage": {"output_tokens": 2}}, "message_delta")
    yield sse({"type": "message_stop"}, "message_stop")


def gemini(words, finish):
    for word in words:
        yield sse({"modelVersion": "m1", "candidates": [{"content": {"role": "model", "parts": [{"text": word}]}}]})
    reason = {"stop": "STOP", "length": "MAX_TOKENS", "refusal": "SAFETY"}[finish]
    usage = {"promptTokenCount": 7, "candidatesTokenCount": 1, "thoughtsTokenCount": 1, "cachedContentTokenCount": 5}
    yield sse({"modelVersion": "m1", "candidates": [{"content": {"parts": [{"text": "", "thought": True}]}, "finishReason": reason}],
               "usageMetadata": usage})


SPEAKERS = {"openai-chat": openai_chat, "openai-responses": openai_responses, "anthropic": anthropic, "gemini": gemini}


def refusal(kind, name):
    """The body that refuses a parameter, as the interface's provider words it; without a name, the limit under its old name."""
    if not name:
        words = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
        return json.dumps({"error": {"message": words, "type": "invalid_request_error", "param": "max_tokens", "code": "unsupported_parameter"}})
    if kind == "anthropic":
        return json.dumps({"type": "error", "error": {"type": "invalid_request_error", "message": f"`{name}` is deprecated for this model."}})
    if kind == "gemini":
        field = {"field": f"generation_config.{name}", "description": f"{name} is not supported"}
        return json.dumps({"error": {"code": 400, "message": "Invalid value", "status": "INVALID_ARGUMENT", "details": [{"fieldViolations": [field]}]}})
    words = f"Unsupported parameter: '{name}' is not supported with this model."
    return json.dumps({"error": {"message": words, "type": "invalid_request_error", "param": name, "code": "unsupported_parameter"}})


def interface(path):
    path = path.replace("?again=1", "").replace("&again=1", "")
    if path.endswith("/chat/completions"):
        return "openai-chat"
    if path.endswith("/responses"):
        return "openai-responses"
    if path.endswith("/messages"):
        return "anthropic"
    return "gemini" if ":streamGenerateContent?alt=sse" in path else None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def chunk(self, data):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def refuse(self, status, body, headers=()):
        data = body.encode()
        self.send_response(status)
        self.send_header("content-length", str(len(data)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        """What servers tell of their models: a step `get PATH STATUS JSON` of the plan answers each time, everything else is unknown."""
        for step in plan:
            words = step.split(" ", 3)
            if words[0] == "get" and words[1] == self.path:
                return self.refuse(int(words[2]), words[3])
        return self.refuse(404, "{}")

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        kind = interface(self.path)
        with open(log, "a", encoding="utf-8") as file:
            file.write(json.dumps({"path": self.path, "headers": {k.lower(): v for k, v in self.headers.items()}, "body": body}) + "\n")
        for step in plan:
            if step.startswith("get " + self.path + " "):
                return self.refuse(200, step.split(" ", 3)[3])
        step = plan.pop(0) if plan else "stop"
        if step == "too-long":
            return self.refuse(400, TOO_LONG[kind])
        if step.startswith("refuse-in-stream:"):
            return self.refuse(200, "data: " + refusal(kind, step.partition(":")[2]) + "\n\n")
        if step.startswith("refuse"):
            return self.refuse(400, refusal(kind, step.partition(":")[2]))
        if step == "429":
            return self.refuse(429, "{}", [("retry-after", "0")])
        if step == "echo-key":
            return self.refuse(401, "no such key: " + str(dict(self.headers.items())))
        if step.startswith("redirect-"):
            _, status, target = step.split("-")
            port = self.server.server_address[1]
            # Another name for the same machine is another origin.
            where = {"same": self.path + "&again=1" if "?" in self.path else self.path + "?again=1", "other": f"http://localhost:{port}/other"}[target]
            return self.refuse(int(status), "", [("location", where)])
        if step.isdigit():
            return self.refuse(int(step), "{}")
        self.send_response(200)
        if step == "packed":
            self.send_header("content-encoding", "gzip")
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        if step == "garbage":
            self.chunk(b"data: {not json\n\n")
            return self.chunk(b"")
        if step == "overloaded":
            self.chunk(sse({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}, "error").encode())
            return self.chunk(b"")
        if step == "huge":
            try:
                for _ in range(64):
                    for event in list(SPEAKERS[kind](["x" * 1_000_000], "stop"))[:4]:
                        self.chunk(event.encode())
            except OSError:
                pass
            self.close_connection = True
            return None
        events = list(SPEAKERS[kind](["Hel", "lo, ", "wörld"], step if step in ("length", "refusal") else "stop"))
        if step == "unended":
            events = events[:2]
        data = "".join(events).encode()
        if step == "break":
            self.chunk(data[: len(data) // 2])
            self.close_connection = True
            return self.connection.close()
        # Split anywhere, in the middle of letters too.
        pause = 0.5 if step == "trickle" else 0
        try:
            for start in range(0, len(data), 7):
                self.chunk(data[start : start + 7])
                time.sleep(pause)
            self.chunk(b"")
        except OSError:
            pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
