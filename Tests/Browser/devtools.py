"""Drives a headless Chromium over its DevTools pipe (https://chromedevtools.github.io/devtools-protocol/), without other packages."""
import base64
import json
import os
import shutil
import subprocess
import tempfile
import time


class Browser:
    """A Chromium process of our own, with a fresh profile, that ends with the `with` block."""

    def __init__(self, command="chromium"):
        self.profile = tempfile.mkdtemp(prefix="assay-browser-")
        from_us, to_browser = os.pipe()
        from_browser, to_us = os.pipe()

        def place():
            # Chromium reads commands from descriptor 3 and writes answers to 4; both must not be the ones that are moved.
            high_in, high_out = os.dup2(from_us, 103), os.dup2(to_us, 104)
            os.dup2(high_in, 3), os.dup2(high_out, 4)

        flags = ["--headless=new", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe", "--no-first-run", "--disable-extensions",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync", "--metrics-recording-only", "--mute-audio",
                 "--disable-dev-shm-usage", "--force-color-profile=srgb", f"--user-data-dir={self.profile}"]
        if os.geteuid() == 0:
            flags.append("--no-sandbox")
        self.process = subprocess.Popen([command, *flags, "about:blank"], close_fds=False, preexec_fn=place, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(from_us), os.close(to_us)
        self.writer, self.reader = os.fdopen(to_browser, "wb", 0), os.fdopen(from_browser, "rb")
        self.number, self.events, self.buffer = 0, [], b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("Browser.close")
            self.process.wait(20)
        except Exception:
            self.process.kill()
        shutil.rmtree(self.profile, ignore_errors=True)

    def call(self, method, session=None, **parameters):
        """Sends a command and returns its result; events that come before it are kept."""
        self.number += 1
        number, message = self.number, {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        self.writer.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def receive(self):
        """Returns the next message of the browser."""
        while b"\0" not in self.buffer:
            part = self.reader.read1(1 << 20)
            if not part:
                raise RuntimeError("the browser has ended")
            self.buffer += part
        line, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(line)

    def receive_event(self, session):
        """Returns the name of the next event of a tab, which is kept."""
        while True:
            event = self.receive()
            self.events.append(event)
            if event.get("sessionId") == session and "method" in event:
                return event["method"]

    def page(self):
        """Opens a tab."""
        return Tab(self)


class Tab:
    """A tab: what it shows, what it asked for, and what it complained of."""

    def __init__(self, browser):
        self.browser = browser
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(f"{domain}.enable")

    def call(self, method, **parameters):
        return self.browser.call(method, session=self.session, **parameters)

    def show(self, width, height=900, scale=1, dark=False, media="screen", touch=False):
        """Sets the size and colours of the screen."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=touch)
        scheme = "dark" if dark else "light"
        self.call("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, url):
        """Goes to an address and waits until it is loaded."""
        answer = self.call("Page.navigate", url=url)
        if answer.get("errorText"):
            raise RuntimeError(f"{url}: {answer['errorText']}")
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def open_blind(self, url):
        """Goes to an address while scripts are off, and waits for the browser's word that it is loaded."""
        self.call("Page.navigate", url=url)
        while self.browser.receive_event(self.session) != "Page.loadEventFired":
            pass

    def run(self, script):
        """Returns the value of an expression; it may be a promise."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{script}: {answer['exceptionDetails'].get('exception', answer['exceptionDetails'])}")
        return answer["result"].get("value")

    def wait(self, condition, seconds=300):
        """Waits until an expression is true; the limit only ends a test that would never end."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if self.run(f"document.readyState === 'complete' && ({condition})"):
                    return
            except RuntimeError:
                pass  # The page is being replaced.
            time.sleep(0.05)
        where = self.run("location.href + \" \" + document.title + \" \" + document.readyState")
        raise AssertionError(f"never came true at {where}: {condition}")

    def press(self, key):
        """Presses and releases a key."""
        text = {"text": key} if len(key) == 1 else {"text": "\r"} if key == "Enter" else {}
        codes = {"Enter": 13, "Escape": 27, "Tab": 9}
        code = {"windowsVirtualKeyCode": codes[key]} if key in codes else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **text, **code)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, **code)

    def screenshot(self, path, whole=False):
        """Writes what the tab shows, or the whole page."""
        options = {}
        if whole:
            size = self.call("Page.getLayoutMetrics")["cssContentSize"]
            options = {"captureBeyondViewport": True, "clip": {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 12000), "scale": 1}}
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.call("Page.captureScreenshot", format="png", **options)["data"]))

    def complaints(self):
        """Returns errors of the console and of the policy, and what a script did not catch."""
        self.run("1")
        found = []
        for event in self.browser.events:
            if event.get("sessionId") != self.session:
                continue
            method, values = event.get("method"), event.get("params", {})
            if method == "Log.entryAdded" and values["entry"]["level"] in ("error", "warning"):
                found.append(f"{values['entry']['text']} {values['entry'].get('url', '')}")
            if method == "Runtime.exceptionThrown":
                found.append(str(values["exceptionDetails"].get("exception", {}).get("description", values)))
            if method == "Runtime.consoleAPICalled" and values["type"] in ("error", "warning", "assert"):
                found.append(str(values["args"]))
        return found

    def requests(self):
        """Returns the addresses that the tab has asked for."""
        self.run("1")
        return [event["params"]["request"]["url"] for event in self.browser.events
                if event.get("sessionId") == self.session and event.get("method") == "Network.requestWillBeSent"]
