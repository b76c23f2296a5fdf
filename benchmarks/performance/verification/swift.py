# Judges variants of the demo suite's Swift references by SwiftPM, by hand and by assay, one after the other,
# and prints wall and CPU seconds a candidate. By hand is the floor: the same compiler without a driver, a
# warm module cache, one linker, one run, nothing isolated and nothing looked at but the exit status.
import json, os, random, re, resource, shutil, subprocess, sys, time

assay, suite, count, work = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
tasks = {"swift-run-length": "XCTest", "swift-stack": "Swift Testing", "swift-temperature": "Swift Testing"}
binaries = os.path.dirname(os.path.realpath(shutil.which("swift")))
root = os.path.dirname(binaries)
environment = {"PATH": f"{binaries}:/usr/bin:/bin", "HOME": f"{work}/home", "SWIFT_BACKTRACE": "enable=no"}
os.mkdir(f"{work}/home")


def sh(arguments, folder):
    return subprocess.run(arguments, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def draw(folder):
    """Tests that are drawn anew for each candidate, as assay does."""
    said = subprocess.run([sys.executable, f"{folder}/generate.py", str(random.getrandbits(32))], stdout=subprocess.PIPE, check=True).stdout
    for line in said.decode().splitlines():
        drawn = json.loads(line)
        open(f"{folder}/{drawn['path']}", "w").write(drawn["text"])


def package(task, name):
    """The task's package with its reference; returns the folder and the file that candidates change."""
    folder = f"{work}/{name}"
    shutil.rmtree(folder, ignore_errors=True)
    for part in ("start", "visible", "hidden", "reference"):
        shutil.copytree(f"{suite}/{task}/{part}", folder, dirs_exist_ok=True)
    draw(folder)
    module = re.search(r'\.target\(\s*name: "(\w+)"', open(f"{folder}/Package.swift").read()).group(1)
    return folder, module, f"{folder}/Sources/{module}/{module}.swift"


def cold(task):
    for number in range(2):
        folder, _, source = package(task, "cold")
        open(source, "a").write(f"// {number}\n")
        draw(folder)
        assert sh([f"{binaries}/swift", "test"], folder)
    return 2


def warm(task):
    folder, _, source = package(task, "warm")
    assert sh([f"{binaries}/swift", "test"], folder)
    begin()
    for number in range(count):
        open(source, "a").write(f"// {number}\n")
        draw(folder)
        assert sh([f"{binaries}/swift", "test"], folder)
    return count


def by_hand(task):
    folder, module, source = package(task, "hand")
    tests = f"{module}Tests"
    files = [f"{folder}/Tests/{tests}/{n}" for n in sorted(os.listdir(f"{folder}/Tests/{tests}"))]
    out = f"{folder}/out"
    os.mkdir(out)
    if tasks[task] == "XCTest":
        lines = ["import XCTest", f"@testable import {tests}"]
        cases = []
        for path in files:
            text = open(path).read()
            name = re.search(r"class (\w+)\s*:\s*XCTestCase", text).group(1)
            methods = ", ".join(f'("{m}", {name}.{m})' for m in re.findall(r"func (test\w+)\(", text))
            cases.append(f"testCase([{methods}])")
        lines.append("@main struct Runner { static func main() { XCTMain([" + ", ".join(cases) + "]) as Never } }")
    else:
        lines = ["import Testing", "@main struct Runner { static func main() async { await Testing.__swiftPMEntryPoint() as Never } }"]
    open(f"{out}/runner.swift", "w").write("\n".join(lines))
    flags = ["-frontend", "-c", "-Onone", "-enable-testing", "-parse-as-library", "-module-cache-path", f"{work}/modules", "-I", out,
             "-plugin-path", f"{root}/lib/swift/host/plugins",
             "-in-process-plugin-server-path", f"{root}/lib/swift/host/libSwiftInProcPluginServer.so"]
    libraries = f"{root}/lib/swift/linux"

    def one():
        def compile(name, paths, mode):
            return sh([f"{binaries}/swift-frontend", *flags, "-swift-version", mode, "-module-name", name, "-emit-module",
                       "-emit-module-path", f"{out}/{name}.swiftmodule", "-o", f"{out}/{name}.o", *paths], folder)
        assert compile(module, [source], "6") and compile(tests, files, "6") and compile("Runner", [f"{out}/runner.swift"], "5")
        assert sh([f"{binaries}/clang", "-fuse-ld=lld", "-pie", "-o", f"{out}/tests", f"{libraries}/{os.uname().machine}/swiftrt.o",
                   f"{out}/{module}.o", f"{out}/{tests}.o", f"{out}/Runner.o", "-L", libraries, "-Wl,--as-needed",
                   "-Wl,--disable-new-dtags,-rpath," + libraries]
                  + [f"-l:{n}" for n in sorted(os.listdir(libraries)) if n.endswith(".so")] + ["-lm"], folder)
        assert sh([f"{out}/tests"], folder)
    one()
    begin()
    for number in range(count):
        open(source, "a").write(f"// {number}\n")
        draw(folder)
        one()
    return count


def ours(task):
    folder, _, source = package(task, "ours")
    text = open(source).read()

    def verify(numbers):
        with open(f"{work}/samples.jsonl", "w") as samples:
            for number in numbers:
                samples.write(json.dumps({"task_id": task, "solution": f"{text}// {number}\n"}) + "\n")
        subprocess.run([assay, "verify", f"{work}/samples.jsonl", "--suite", suite, "-o", f"{work}/out.jsonl", "-q", "--no-cache", "-j", "1"],
                       stdout=subprocess.DEVNULL, check=True)
    verify([0])
    begin()
    verify(range(count))
    return count


def cpu():
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def begin():
    global start, before
    start, before = time.monotonic(), cpu()


ways = {"swift test, cold": cold, "swift test, warm": warm, "compile, link and run by hand": by_hand, "assay verify, sandboxed": ours}
print(f"\n| {count} variants each, one after the other | " + " | ".join(f"{t.removeprefix('swift-')} ({tasks[t]})" for t in tasks)
      + " |\n| --- |" + " --- |" * len(tasks))
for name, way in ways.items():
    cells = []
    for task in tasks:
        begin()
        done = way(task)
        cells.append(f"{(time.monotonic() - start) / done:.2f} s, {(cpu() - before) / done:.2f} s CPU")
    print(f"| {name} | " + " | ".join(cells) + " |", flush=True)
