# A small registry on loopback that speaks the real protocols of pip, npm, Go, cargo, Maven and git's plain HTTP, with packages
# that are made here: each package 'tiny' has one function, double. Maven's own plugins are those of the distribution.
# usage: stand_in.py FOLDER   (for git repositories); prints its port, and serves until its parent ends
# Formats: PEP 503 and 691, PEP 427 (wheels), npm's package metadata, goproxy protocol, cargo's sparse index.
import base64, hashlib, http.server, io, json, os, subprocess, sys, tarfile, threading, time, zipfile

PAGES = {}  # path: (type, bytes)


def page(path, content, kind="application/octet-stream"):
    PAGES[path] = (kind, content if isinstance(content, bytes) else content.encode())


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def tarred(files, links=()):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(text.encode()), 0o644
            archive.addfile(entry, io.BytesIO(text.encode()))
        for name, target in links:
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = tarfile.SYMTYPE, target
            archive.addfile(entry)
    return out.getvalue()


def wheel(name, files, requires=(), version="1.0"):
    info = f"{name}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n" + "".join(f"Requires-Dist: {one}\n" for one in requires)
    files = {**files, f"{info}/METADATA": metadata, f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: own\nRoot-Is-Purelib: true\nTag: py3-none-any\n"}
    files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in files) + f"{info}/RECORD,,\n"
    file = f"{name}-{version}-py3-none-any.whl"
    page(f"/files/{file}", zipped(files))
    index(name, [f"/files/{file}"])


def index(name, links):
    page(f"/simple/{name}/", "<!DOCTYPE html><html><body>" + "".join(f'<a href="{link}">{link.rsplit("/", 1)[-1]}</a>' for link in links)
         + "</body></html>", "text/html")


def source_only(name, setup):
    """A package that can only be had as source: pip would have to run its setup.py."""
    file = f"{name}-1.0.tar.gz"
    page(f"/files/{file}", tarred({f"{name}-1.0/setup.py": setup, f"{name}-1.0/PKG-INFO": f"Metadata-Version: 1.0\nName: {name}\nVersion: 1.0\n"}))
    index(name, [f"/files/{file}"])


def npm(name, files, port, scripts=None, links=(), version="1.0.0"):
    manifest = {"name": name, "version": version, "main": "index.js", "scripts": scripts or {}}
    archive = tarred({"package/package.json": json.dumps(manifest), **{f"package/{path}": text for path, text in files.items()}}, links)
    page(f"/{name}/-/{name}-{version}.tgz", archive)
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()
    dist = {"tarball": f"http://127.0.0.1:{port}/{name}/-/{name}-{version}.tgz", "integrity": integrity}
    page(f"/{name}", json.dumps({"name": name, "dist-tags": {"latest": version}, "versions": {version: {**manifest, "dist": dist}}}),
         "application/json")


def go(module, files, version="v1.0.0"):
    root = f"/go/{module}/@v"
    manifest = f"module {module}\n\ngo 1.19\n"
    page(f"{root}/list", version + "\n", "text/plain")
    page(f"{root}/{version}.info", json.dumps({"Version": version, "Time": "2024-01-01T00:00:00Z"}), "application/json")
    page(f"{root}/{version}.mod", manifest, "text/plain")
    page(f"{root}/{version}.zip", zipped({f"{module}@{version}/{path}": text for path, text in {"go.mod": manifest, **files}.items()}))


def crate(name, files, port, version="1.0.0"):
    manifest = f'[package]\nname = "{name}"\nversion = "{version}"\nedition = "2021"\n'
    archive = tarred({f"{name}-{version}/{path}": text for path, text in {"Cargo.toml": manifest, **files}.items()})
    page("/cargo/config.json", json.dumps({"dl": f"http://127.0.0.1:{port}/crates"}), "application/json")
    page(f"/crates/{name}/{version}/download", archive)
    lane = {1: "1", 2: "2", 3: f"3/{name[0]}"}.get(len(name), f"{name[:2]}/{name[2:4]}")
    line = {"name": name, "vers": version, "deps": [], "cksum": hashlib.sha256(archive).hexdigest(), "features": {}, "yanked": False}
    page(f"/cargo/{lane}/{name}", json.dumps(line) + "\n", "text/plain")


def artifact(group, name, version, files):
    root = f"/maven/{group.replace('.', '/')}/{name}/{version}/{name}-{version}"
    page(root + ".pom", f"<project><modelVersion>4.0.0</modelVersion><groupId>{group}</groupId><artifactId>{name}</artifactId>"
                        f"<version>{version}</version></project>", "text/xml")
    page(root + ".jar", zipped(files))


def repository(folder, name, files):
    """A git repository with the tag 1.0.0, served by git's plain HTTP as files."""
    place = f"{folder}/{name}"
    for path, text in files.items():
        os.makedirs(os.path.dirname(f"{place}/{path}"), exist_ok=True)
        with open(f"{place}/{path}", "w") as file:
            file.write(text)
    settings = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "First"], ["tag", "1.0.0"], ["update-server-info"]):
        subprocess.run(["git", *settings, "-C", place, *words], check=True, stdout=subprocess.DEVNULL)
    os.rename(f"{place}/.git", f"{folder}/{name}.git")


def honest(port, folder):
    wheel("tiny", {"tiny.py": "def double(x):\n    return 2 * x\n"})
    wheel("larger", {"larger.py": "import tiny\n\ndef four(x):\n    return tiny.double(tiny.double(x))\n"}, ["tiny"])
    npm("tiny", {"index.js": "exports.double = x => 2 * x;\n"}, port)
    go("example.org/tiny", {"tiny.go": "package tiny\n\nfunc Double(x int) int { return 2 * x }\n"})
    crate("tiny", {"src/lib.rs": "pub fn double(x: i64) -> i64 { 2 * x }\n"}, port)
    artifact("org.example", "tiny", "1.0", {"tiny.properties": "factor=2\n"})
    # Maven asks for this one by itself, and the distribution has another version.
    artifact("org.apache.maven.plugins", "maven-site-plugin", "3.3", {"nothing": ""})
    repository(folder, "tiny", {
        "Package.swift": '// swift-tools-version: 5.9\nimport PackageDescription\nlet package = Package(name: "tiny", products: ['
                         '.library(name: "Tiny", targets: ["Tiny"])], targets: [.target(name: "Tiny")])\n',
        "Sources/Tiny/Tiny.swift": "public func double(_ x: Int) -> Int { 2 * x }\n"})


def hostile(port):
    mark = "import os, pathlib\npathlib.Path('/layer/content').mkdir(parents=True, exist_ok=True)\nopen('/layer/content/RAN', 'w').write('x')\n"
    source_only("runs", mark + "from setuptools import setup\nsetup(name='runs', version='1.0')\n")
    wheel("climbs", {"climbs.py": "x = 1\n", "../../../../../layer/escaped": "x", "/w/escaped": "x"})
    wheel("many", {f"many/{i}.txt": "" for i in range(100_000)})
    wheel("starts", {"starts.py": "x = 1\n", "starts.pth": "import os; open('/layer/content/RAN', 'w').write('x')\n"})
    index("elsewhere", ["http://elsewhere.invalid/elsewhere-1.0-py3-none-any.whl"])
    index("redirected", ["/redirect/redirected-1.0-py3-none-any.whl"])
    index("endless", ["/endless/endless-1.0-py3-none-any.whl"])
    scripts = {name: "echo x > /layer/RAN; echo x > /w/RAN" for name in ("preinstall", "install", "postinstall", "prepare")}
    npm("runs", {"index.js": "x = 1;\n"}, port, scripts)
    npm("climbs", {"index.js": "x = 1;\n", "../../../escaped": "x"}, port)
    npm("links", {"index.js": "x = 1;\n"}, port, links=[("package/passwd", "/etc/passwd"), ("package/out", "../../../..")])
    npm("elsewhere", {"index.js": "x = 1;\n"}, port)
    kind, text = PAGES["/elsewhere"]
    page("/elsewhere", text.replace(f"127.0.0.1:{port}".encode(), b"elsewhere.invalid"), kind)
    go("example.org/climbs", {"../../../../../layer/escaped": "x", "climbs.go": "package climbs\n"})
    crate("runs", {"src/lib.rs": "", "build.rs": 'fn main() { std::fs::write("/layer/RAN", "x").unwrap(); }\n'}, port)
    crate("climbs", {"src/lib.rs": "", "../../../../layer/escaped": "x"}, port)


class Registry(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder = ""

    def do_GET(self):
        path = self.path.split("?")[0]
        if path.startswith("/redirect/"):
            return self.answer(302, b"", "text/plain", {"Location": "http://elsewhere.invalid/x.whl"})
        if path.startswith("/endless/"):
            return self.endless()
        if path.startswith("/git/"):
            place = os.path.normpath(self.folder + path[len("/git"):])
            if place.startswith(self.folder) and os.path.isfile(place):
                with open(place, "rb") as file:
                    return self.answer(200, file.read(), "application/octet-stream")
        elif path.startswith("/maven/") and path not in PAGES:
            place = os.path.normpath("/usr/share/maven-repo" + path[len("/maven"):])
            if place.startswith("/usr/share/maven-repo/") and os.path.isfile(place):
                with open(place, "rb") as file:
                    return self.answer(200, file.read(), "application/octet-stream")
        elif path in PAGES:
            kind, content = PAGES[path]
            return self.answer(200, content, kind)
        self.answer(404, b"not here\n", "text/plain")

    do_HEAD = do_GET

    def answer(self, status, content, kind, more=None):
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": len(content), **(more or {})}.items():
            self.send_header(name, str(value))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    def endless(self):
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            while True:
                self.wfile.write(bytes(1 << 20))
        except OSError:
            self.close_connection = True

    def log_message(self, *words):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Registry)
server.daemon_threads = True
Registry.folder = os.path.abspath(sys.argv[1])
honest(server.server_port, Registry.folder)
hostile(server.server_port)
print(server.server_port, flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
parent = os.getppid()
while os.getppid() == parent:
    time.sleep(0.5)
