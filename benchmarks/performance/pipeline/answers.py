"""A model server on loopback for measurements, and trivial tasks for it to answer."""
import http.server
import json
import threading
import time


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        words = self.server.answer(self.rfile.read(int(self.headers["content-length"])).decode())
        time.sleep(self.server.latency)
        chunks = [{"model": "m", "choices": [{"delta": {"content": word}}]} for word in words]
        chunks += [{"choices": [{"delta": {}, "finish_reason": "stop"}]}, {"choices": [], "usage": {"prompt_tokens": 50, "completion_tokens": 20}}]
        body = ("".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n").encode()
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Answers(http.server.ThreadingHTTPServer):
    """Answers each question, a chat completion that is streamed, by a function of its text, which returns the parts of the answer."""
    daemon_threads = True

    def __init__(self, answer, latency=0):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer, self.latency = answer, latency
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def model(self):
        """The setting `models` of an experiment file."""
        return f"models: {{m: {{provider: openai-compatible, model: m, base_url: 'http://127.0.0.1:{self.server_port}/v1'}}}}\n"

    def handle_error(self, *_):
        """The connections of a killed client end in the middle."""


def write_suite(path, tasks):
    """Writes a suite of as many functions `add_N`, which add N."""
    with open(path, "w", encoding="utf-8") as file:
        for number in range(tasks):
            file.write(json.dumps({
                "task_id": f"Add/{number}", "entry_point": f"add_{number}", "prompt": f'def add_{number}(n):\n    """Adds {number} to n."""\n',
                "test": f"def check(candidate):\n    assert candidate(1) == {number + 1}\n"}) + "\n")
