#!/usr/bin/python3
"""What the sandbox costs beyond starting: per system call, at teardown, in memory, with all cores busy.
usage: details.py LAUNCHER"""
import array
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time

launcher = os.path.realpath(sys.argv[1])
root = pathlib.Path(__file__).resolve().parents[3]
policies = [word for name in ("base", "python") for word in ("--policy", f"{root}/sandbox/policies/{name}.policy")]


class Slot:
    """A client of `assay-jail serve`; the protocol is at the top of serve.c."""

    def __init__(self):
        self.socket, child = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.process = subprocess.Popen([launcher, "serve"], stdin=child.fileno())
        child.close()

    def run(self, *words):
        files = [os.memfd_create(name) for name in ("request", "outcome", "output", "error")]
        nothing = os.open("/dev/null", os.O_RDONLY)
        os.write(files[0], b"".join(w.encode() + b"\0" for w in ("--capture", *policies, *words)))
        self.socket.sendmsg([b"r"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [files[0], files[1], nothing, files[2], files[3]]))])
        answer = self.socket.recv(600)
        assert answer == b"d", answer
        outcome, output = json.loads(os.pread(files[1], 1 << 16, 0)), os.pread(files[2], 1 << 16, 0)
        for file in (*files, nothing):
            os.close(file)
        return outcome, output.decode()


def build(folder, name, body):
    path = f"{folder}/{name}"
    source = "#define _GNU_SOURCE\n#include <stdio.h>\n#include <sys/syscall.h>\n#include <time.h>\n#include <unistd.h>\n"
    source += "static double now(void){struct timespec t;clock_gettime(CLOCK_MONOTONIC,&t);return (double)t.tv_sec+(double)t.tv_nsec/1e9;}\n"
    subprocess.run(["clang", "-O2", "-static", "-x", "c", "-", "-o", path], input=(source + body).encode(), check=True)
    return path


def loop(call, count):
    return f"int main(void){{double best=1;for(int k=0;k<7;k++){{double s=now();for(int i=0;i<{count};i++)syscall({call});double d=(now()-s)/{count};if(d<best)best=d;}}printf(\"%.9f\",best);return 0;}}\n"


with tempfile.TemporaryDirectory() as folder:
    os.chmod(folder, 0o755)
    slot = Slot()
    show = ("--ro", folder)
    allowed = build(folder, "allowed", loop("SYS_getppid", 200000))
    denied = build(folder, "denied", loop("SYS_ptrace, 0, 0, 0, 0", 2000))
    nothing = build(folder, "true", "int main(void){return 0;}\n")
    plain = float(subprocess.run([allowed], capture_output=True, text=True, check=True).stdout)
    inside = float(slot.run(*show, "--", allowed)[1])
    told = float(slot.run(*show, "--limit", "wall_ms=20000", "--", denied)[1])
    print(f"an allowed system call: {plain * 1e9:.0f} ns plain, {inside * 1e9:.0f} ns in the jail, +{(inside - plain) * 1e9:.0f} ns")
    print(f"a denied and reported one: {told * 1e6:.1f} µs")

    teardown = []
    for _ in range(20):
        start = time.perf_counter()
        outcome, _ = slot.run("--limit", "wall_ms=300", "--limit", "cpu_ms=0", "--", "/bin/sh", "-c", "f() { f | f & }; f; sleep 9")
        teardown.append(time.perf_counter() - start - 0.3)
        assert outcome["outcome"] == "wall_limit", outcome
    teardown.sort()
    print(f"end of a fork bomb, beyond its wall limit: median {teardown[10] * 1e3:.0f} ms, p95 {teardown[18] * 1e3:.0f} ms")

    def memory():
        return int([l for l in open(f"/proc/{slot.process.pid}/status") if l.startswith("VmHWM")][0].split()[1])

    before = memory()
    outcome, _ = slot.run("--limit", "output=1048576", "--", "/bin/sh", "-c", "while :; do printf '%065536d' 0; done")
    print(f"endless output: {outcome['outcome']}, the launcher's peak memory grew by {memory() - before} KiB")

    cores = os.cpu_count()

    def series(work):
        start = time.perf_counter()
        threads = [threading.Thread(target=work) for _ in range(cores)]
        [t.start() for t in threads]
        [t.join() for t in threads]
        return cores * 150 / (time.perf_counter() - start)

    slots = [Slot() for _ in range(cores)]

    def jailed():
        mine = slots.pop()
        for _ in range(150):
            mine.run(*show, "--", nothing)

    def spawned():
        for _ in range(150):
            os.waitpid(os.posix_spawn(nothing, [nothing], {}), 0)

    bare, ours = series(spawned), series(jailed)
    print(f"{cores} at a time: {bare:.0f} plain spawns a second, {ours:.0f} fresh jails a second, ratio {bare / ours:.1f}")

    # Endurance: what ten thousand runs leave behind.
    slots = [Slot() for _ in range(cores)]

    def counts():
        processes = [s.process.pid for s in slots]
        return {
            "descriptors": sum(len(os.listdir(f"/proc/{p}/fd")) for p in processes),
            "children": sum(len(open(f"/proc/{p}/task/{p}/children").read().split()) for p in processes),
            "mounts": sum(len(open(f"/proc/{p}/mountinfo").readlines()) for p in processes),
            "memory KiB": sum(int([l for l in open(f"/proc/{p}/status") if l.startswith("VmRSS")][0].split()[1]) for p in processes),
            "groups": sum(1 for path, folders, _ in os.walk("/sys/fs/cgroup") for f in folders if f in [f"assay-{p}" for p in processes]),
        }

    def many(number):
        for _ in range(10000 // cores if number else 50):
            slots_of[threading.current_thread()].run(*show, "--", nothing)

    def all_slots(number):
        threads = [threading.Thread(target=many, args=(number,)) for _ in slots]
        slots_of.update(zip(threads, slots))
        [t.start() for t in threads]
        [t.join() for t in threads]
        time.sleep(0.3)  # the next jails are being made
        return counts()

    slots_of = {}
    first, last = all_slots(0), all_slots(1)
    print("10,000 runs over all slots, before and after: " + ", ".join(f"{k} {first[k]} → {last[k]}" for k in first))
