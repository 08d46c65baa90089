"""A headless Chromium that is spoken to through two pipes, with nothing but Python's own library."""

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-extensions", "--hide-scrollbars", "--remote-debugging-pipe",
]


class Browser:
    """One browser with a folder of its own, gone at the end."""

    def __init__(self, program):
        self.folder = tempfile.mkdtemp(prefix="whereof-browser-")
        to_it, self.out = os.pipe()
        self.back, from_it = os.pipe()

        def pipes():
            # it reads at 3 and writes at 4, where the pipes may stand themselves
            one, other = (fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (to_it, from_it))
            os.dup2(one, 3)
            os.dup2(other, 4)

        self.process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={self.folder}", "about:blank"],
            preexec_fn=pipes, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        os.close(to_it)
        os.close(from_it)
        self.turn, self.unread, self.events = 0, b"", []

    def close(self):
        try:
            self.send("Browser.close")
            self.process.wait(10)
        except (OSError, subprocess.TimeoutExpired, AssertionError):
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def message(self, seconds):
        """The next message; none where there is none for so long."""
        end = time.monotonic() + seconds
        while b"\0" not in self.unread:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.back], [], [], left)[0]:
                return None
            more = os.read(self.back, 1 << 16)
            assert more, "the browser is gone"
            self.unread += more
        one, self.unread = self.unread.split(b"\0", 1)
        return json.loads(one)

    def send(self, method, session=None, **values):
        """Says something and waits for what comes back; what happens meanwhile is kept."""
        self.turn += 1
        said = {"id": self.turn, "method": method, "params": values}
        if session:
            said["sessionId"] = session
        os.write(self.out, json.dumps(said).encode() + b"\0")
        while True:
            message = self.message(60)
            assert message is not None, f"no answer to {method}"
            if message.get("id") == self.turn:
                assert "error" not in message, f"{method}: {message.get('error')}"
                return message.get("result", {})
            self.events.append(message)


class Page:
    """A page in a tab of its own."""

    def __init__(self, browser, path, dark=False, width=1100, height=900):
        self.browser = browser
        self.target = browser.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.send("Target.attachToTarget", targetId=self.target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.send(f"{domain}.enable")
        looks = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.send("Emulation.setEmulatedMedia", features=looks)
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        browser.events.clear()
        self.url = path.resolve().as_uri()
        self.send("Page.navigate", url=self.url)
        self.seen = []
        end = time.monotonic() + 30
        while time.monotonic() < end and not any(one["method"] == "Page.loadEventFired" for one in self.seen):
            self.gather(1)
        # what comes late comes now
        self.gather(0.3)

    def send(self, method, **values):
        return self.browser.send(method, self.session, **values)

    def gather(self, seconds):
        while (message := self.browser.message(seconds)) is not None:
            self.browser.events.append(message)
            if message.get("method") == "Page.loadEventFired":
                break
        self.seen += [one for one in self.browser.events if one.get("sessionId") == self.session]
        self.browser.events.clear()

    def events(self, method):
        self.gather(0)
        return [one["params"] for one in self.seen if one["method"] == method]

    def value(self, expression):
        """What an expression of JavaScript gives: it runs in the page, which has no script of its own."""
        done = self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def screenshot(self, path, most=4000):
        """The whole page, as far down as somebody would look at once."""
        size = self.send("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], most), "scale": 1}
        taken = self.send("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(taken["data"]))

    def close(self):
        self.browser.send("Target.closeTarget", targetId=self.target)
