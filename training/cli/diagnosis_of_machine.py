"""What `doctor` sees of the machine: Python, packages, files."""

import os
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from training.cli.findings import Finding
from training.cli.ground import instance
from training.core.settings import ROOT, SettingsFault, open_to_others
from training.core.signing import read_keys

OLDEST = (3, 11)
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?P<marker>\s*;)?", re.MULTILINE)


def python() -> Finding:
    """Whether Python is new enough."""
    have = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info[:2] < OLDEST:
        return Finding(f"Python {have}", "install Python 3.11 or newer, delete the folder .venv and start again")
    return Finding(f"Python {have}")


def packages(pins: Path = ROOT / "requirements.txt") -> Iterator[Finding]:
    """Whether the packages are the ones that were tested together."""
    wanted = list(PIN.finditer(pins.read_text(encoding="utf-8"))) if pins.exists() else []
    found = {pin["name"]: (_installed(pin["name"]), pin["version"], bool(pin["marker"])) for pin in wanted}
    others = [
        f"{name} is {have or 'missing'}, tested with {want}"
        for name, (have, want, optional) in found.items()
        if have != want and not (optional and have is None)
    ]
    mend = f"{sys.executable} -m pip install --require-hashes -r requirements.txt"
    yield from (Finding(line, mend) for line in others)
    if not others:
        yield Finding(f"{len(found)} packages as pinned")


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def secret_file() -> Iterator[Finding]:
    """Whether a kept secret is its owner's alone."""
    path = instance() / "secret-key"
    if open_to_others(path):
        yield Finding(f"{path} can be read by others", f"chmod 600 {path}")


def folder(path: Path) -> Finding:
    """Whether the instance folder can be written."""
    nearest = next(place for place in (path, *path.parents) if place.exists())
    if not os.access(nearest, os.W_OK | os.X_OK):
        return Finding(f"{path} cannot be written", f"give it to the user that runs Muster: chown -R USER {nearest}")
    return Finding(f"the instance folder {path}")


def signing_key(file: Path) -> Iterator[Finding]:
    """Whether badges can be signed, and the key is its owner's alone. Without one everything else works."""
    if open_to_others(file):
        yield Finding(f"{file} can be read by others", f"chmod 600 {file}")
    try:
        keys = read_keys(file)
    except SettingsFault as fault:
        yield Finding(str(fault), "put the right file there, or make a new key: python -m training make-signing-key")
        return
    retired = f", and {len(keys.retired)} that signed before" if keys.retired else ""
    without = "no signing key, so no badges. To offer them: python -m training make-signing-key"
    yield Finding(f"the signing key {file}{retired}" if keys.own else without)
