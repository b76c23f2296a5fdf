#!/usr/bin/env python3
"""CPU that the harness spends on a model call: request, streamed answer, parsing and the record in the store.

usage: overhead.py [ASSAY] [CALLS]: the model is a server on loopback that answers at once, with words but no code, so
that nothing is verified. What one call costs is the difference between many calls and few, over their number.
"""
import http.server
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading

assay = os.path.realpath(sys.argv[1] if len(sys.argv) > 1 else ".build/debug/assay")
calls = min(int(sys.argv[2]) if len(sys.argv) > 2 else 500, 1000)
WORDS = 100


class Model(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        chunks = [{"model": "m", "choices": [{"delta": {"content": f"word{i} "}}]} for i in range(WORDS)]
        chunks += [{"choices": [{"delta": {}, "finish_reason": "stop"}]}, {"choices": [], "usage": {"prompt_tokens": 300, "completion_tokens": WORDS}}]
        body = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())


def cpu(samples, port, folder):
    path = f"{folder}/e{samples}.yaml"
    with open(path, "w") as file:
        file.write(
            f"suite: {os.path.abspath('fixtures/suites/demo')}\ntasks: [top-words]\n"
            f"models: {{m: {{provider: openai-compatible, base_url: 'http://127.0.0.1:{port}/v1', model: m}}}}\n"
            f"roles: {{implementer: m}}\nbudget: {{tokens_per_task: 100000000}}\n"
            f"arms: {{many: {{pipeline: {{kind: best-of-n, samples: {samples}}}}}}}\n")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([assay, "bench", path, "--store", f"{folder}/{samples}.db", "-q"], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Model)
threading.Thread(target=server.serve_forever, daemon=True).start()
with tempfile.TemporaryDirectory() as folder:
    few = min(cpu(1, server.server_port, tempfile.mkdtemp(dir=folder)) for _ in range(3))
    many = cpu(calls, server.server_port, folder)
build = os.path.basename(os.path.dirname(assay))
print(f"{build} build, {calls} calls of {WORDS} streamed words: {(many - few) / (calls - 1) * 1000:.2f} ms CPU a call")
