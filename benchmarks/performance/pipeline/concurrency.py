"""Measures what making attempts at once saves: the same experiment with -j 1, and with as many jobs as there are processors.

usage: concurrency.py ASSAY [TASKS] [LATENCY]
A server on loopback answers every question rightly after LATENCY seconds (0.5 unless given); 0 measures the work alone. The two ways
are run in turn, three times each, each time as a new run in a new database. CPU is that of assay and of all that it starts.
"""
import http.server
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time

assay = sys.argv[1]
tasks = int(sys.argv[2]) if len(sys.argv) > 2 else 40
latency = float(sys.argv[3]) if len(sys.argv) > 3 else 0.5


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = self.rfile.read(int(self.headers["content-length"])).decode()
        number = re.search(r"add_(\d+)", asked)[1]
        time.sleep(latency)
        text = f"```python\ndef add_{number}(n):\n    return n + {number}\n```"
        chunks = [
            {"model": "m", "choices": [{"delta": {"content": text}}]}, {"choices": [{"delta": {}, "finish_reason": "stop"}]},
            {"choices": [], "usage": {"prompt_tokens": 50, "completion_tokens": 20}}]
        body = ("".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n").encode()
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/suite.jsonl", "w", encoding="utf-8") as file:
            for number in range(tasks):
                file.write(json.dumps({
                    "task_id": f"Add/{number}", "entry_point": f"add_{number}",
                    "prompt": f'def add_{number}(n):\n    """Adds {number} to n."""\n',
                    "test": f"def check(candidate):\n    assert candidate(1) == {number + 1}\n"}) + "\n")
        with open(f"{folder}/e.yaml", "w", encoding="utf-8") as file:
            file.write(f"name: e\nsuite: suite.jsonl\nmodels: {{m: {{provider: openai-compatible, model: m, base_url: http://127.0.0.1:{server.server_port}/v1}}}}\n"
                       "roles: {implementer: m}\narms: {a: {pipeline: {kind: single-pass}}}\n")
        seen = {1: [], os.cpu_count(): []}
        for turn in range(3):
            for jobs in seen:
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                start = time.monotonic()
                subprocess.run([os.path.abspath(assay), "bench", "e.yaml", "-j", str(jobs), "--store", f"{turn}-{jobs}.db", "-q", "-o", "r.md"], cwd=folder, check=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                wall = time.monotonic() - start
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                seen[jobs].append((wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
        print(f"{tasks} attempts, {latency} s of latency, {os.cpu_count()} processors")
        for jobs, times in seen.items():
            wall, cpu = (statistics.median(column) for column in zip(*times))
            print(f"-j {jobs}: {wall:.1f} s, {cpu:.1f} s of CPU, {wall / tasks:.3f} s an attempt, wall {wall / (cpu / os.cpu_count()):.2f} times CPU by processors")
        one, many = (statistics.median(wall for wall, _ in times) for times in seen.values())
        print(f"times as fast: {one / many:.2f}")


main()
