"""Make .venv and install a requirement file into it: python3 deploy/environment.py requirements.txt.

Runs on any Python from 3.6 on, so that an old one gets a sentence and not a SyntaxError; needs the standard library
alone. What is installed is pinned with hashes. uv does it in seconds; with UV=0, or where uv cannot be had, pip does.
"""
# ruff: noqa: INP001, S603, S606, T201  a program of its own, which starts other programs and talks on the terminal

import hashlib
import importlib.util
import os
import shutil
import ssl
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
PINNED = ["install", "--quiet", "--require-hashes", "-r"]


def main(requirements: str) -> None:
    """Do what is still to do: nothing, when the file was installed before."""
    os.chdir(str(ROOT))
    need_python()
    make_venv()
    wanted = hashlib.sha256(Path(requirements).read_bytes()).hexdigest()
    stamp = VENV / (Path(requirements).name + ".sha256")
    if not stamp.exists() or stamp.read_text() != wanted:
        install(requirements)
        stamp.write_text(wanted)


def need_python() -> None:
    """Go on with a newer Python where this one is too old, or say what to install."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER:
        path = shutil.which(name)
        if path and works(path):
            os.execv(path, [path, *sys.argv])
    have = "{}.{}".format(*sys.version_info[:2])
    sys.exit(
        f"Muster needs Python 3.11 or newer and found {have}. Install one (Debian, Ubuntu: apt-get install python3.11"
        " python3.11-venv) or say where it is: make run PYTHON=/path/to/python3.11"
    )


def works(python: str) -> bool:
    """Tell whether it starts and is new enough."""
    test = f"import sys; sys.exit(sys.version_info < {OLDEST!r})"
    return subprocess.call([python, "-c", test], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def make_venv() -> None:
    """Make .venv unless there is one that works."""
    if PYTHON.exists() and works(str(PYTHON)):
        return
    have = "{}.{}".format(*sys.version_info[:2])
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        sys.exit(f"Python {have} lacks its venv module. Debian, Ubuntu: apt-get install python{have}-venv")
    say(f"Making .venv with Python {have}")
    subprocess.check_call([sys.executable, "-m", "venv", "--clear", str(VENV)])


def install(requirements: str) -> None:
    """Install the file, with uv or else with pip, or end with a sentence."""
    say(f"Installing the packages of {requirements}")
    if have_uv():
        command = [str(UV), "pip", *PINNED, requirements, "--compile-bytecode", "--python", str(PYTHON)]
        if subprocess.call(command, env=trusting()) == 0:
            return
        say("uv could not do it; trying pip")
    if pip([*PINNED, requirements]) != 0:
        sys.exit("The packages could not be installed; the lines above say why. Is the package index within reach?")


def have_uv() -> bool:
    """Get uv, the fast installer, unless UV=0."""
    if os.environ.get("UV") == "0":
        return False
    return UV.exists() or pip([*PINNED, "deploy/requirements-uv.txt"]) == 0


def trusting() -> dict:
    """Let uv trust what the machine trusts: in many companies a proxy of their own signs every connection."""
    machine = ssl.get_default_verify_paths()
    return dict({"UV_SYSTEM_CERTS": "1"} if machine.cafile or machine.capath else {}, **os.environ)


def pip(arguments: list) -> int:
    """Run pip of .venv and return its exit code."""
    return subprocess.call([str(PYTHON), "-m", "pip", "--disable-pip-version-check", *arguments])


def say(what: str) -> None:
    """Tell what takes a while."""
    print(f"{what} ...", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
