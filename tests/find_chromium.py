"""Finds a Chromium for the browser tests, or gets one: python tests/find_chromium.py --install."""
# ruff: noqa: T201  it talks on the terminal

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
"""The shell is the same browser without its windows: the tests take two thirds of the time."""
PLAYWRIGHTS = (
    ".cache/ms-playwright/chromium_headless_shell-*/*/*headless*shell",
    ".cache/ms-playwright/chromium-*/chrome-linux*/chrome",
    "Library/Caches/ms-playwright/chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)
ADVICE = "Install Chromium, or set CHROMIUM to the path of one; the browser tests need it."


def find() -> str | None:
    """Return the path of a browser that starts: $CHROMIUM, one on the PATH, or Playwright's own."""
    return next((path for path in _candidates() if _starts(path)), None)


def _candidates() -> Iterator[str]:
    if given := os.environ.get("CHROMIUM"):
        yield given
    yield from filter(None, map(shutil.which, NAMES))
    if folder := os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        yield from map(str, Path(folder).glob("chromium_headless_shell-*/*/*headless*shell"))
        yield from map(str, Path(folder).glob("chromium-*/chrome-linux*/chrome"))
    for pattern in PLAYWRIGHTS:
        yield from sorted(map(str, Path.home().glob(pattern)), reverse=True)


def _starts(path: str) -> bool:
    # Ubuntu's chromium-browser is a script that only says how to get the browser.
    try:
        told = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.returncode == 0


def _ways() -> Iterator[list[list[str]]]:
    """Yield ways to get one, each a list of commands."""
    root = os.geteuid() == 0
    if root and shutil.which("apt-get"):
        apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
        install = [*apt, "install", "--yes", "--no-install-recommends"]
        yield [[*apt, "update"], [*install, "chromium-headless-shell"]]
        yield [[*install, "chromium"]]
    playwright = [sys.executable, "-m", "playwright", "install"]
    yield [[*playwright, *(["--with-deps"] if root else []), "--only-shell", "chromium"]]


def get() -> str | None:
    """Find a browser or install one, saying so first."""
    for commands in _ways():
        if found := find():
            return found
        for command in commands:
            print("No Chromium found. Getting one:", " ".join(command), flush=True)
            subprocess.run(command, check=False, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})
    return find()


if __name__ == "__main__":
    browser = get() if "--install" in sys.argv else find()
    print(f"Browser tests use {browser}" if browser else ADVICE, flush=True)
