"""A headless Chromium in which the page is opened from the disk, and what it must not do."""

import os
import shutil
import subprocess
import time
from pathlib import Path

AXE = "axe-core@4.14.1"  # fetched by npm for the tests, never part of the page
NAMES = ("chromium", "chromium-browser", "google-chrome")
NO_HOST = "--host-resolver-rules=MAP * ~NOTFOUND"


def find_chromium():
    """Return the browser of the system, or None: Playwright's own is not downloaded."""
    return os.environ.get("ENTENTE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def launch_options():
    """Return how the browser is launched: without a sandbox as root, who has none, and without any host."""
    return {"executable_path": find_chromium(), "args": [NO_HOST, *(["--no-sandbox"] if os.geteuid() == 0 else [])]}


def fetch_axe(folder):
    """Return the script of axe-core, or None where npm cannot fetch it."""
    if shutil.which("npm") is None:
        return None
    packed = subprocess.run(["npm", "pack", "--silent", AXE], cwd=folder, capture_output=True, text=True, timeout=120)
    if packed.returncode:
        return None
    shutil.unpack_archive(Path(folder, packed.stdout.strip().splitlines()[-1]), folder)
    return Path(folder, "package", "axe.min.js").read_text(encoding="utf-8")


class Watch:
    """What a page asked for and complained about since it was opened.

    Attributes:
        requests: addresses that it asked for, its own file and what it made itself left out.
        errors: its errors, and those and the warnings of its console.
    """

    def __init__(self, page, own):
        self.requests, self.errors = [], []
        page.on("request", lambda one: self.requests.append(one.url))
        page.on("pageerror", lambda one: self.errors.append(str(one)))
        page.on("console", lambda one: self.errors.append(one.text) if one.type in ("error", "warning") else None)
        self.own = own

    def found(self):
        """Return everything that is amiss."""
        made = ("blob:", "data:", "about:")
        return [one for one in self.requests if one != self.own and not one.startswith(made)] + self.errors


def wait_until(page, question, seconds=60):
    """Ask a page until it says yes; its policy lets no other script than its own do that."""
    end = time.monotonic() + seconds
    while not page.evaluate(question):
        assert time.monotonic() < end, question
        page.wait_for_timeout(30)
