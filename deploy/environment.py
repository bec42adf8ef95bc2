"""Makes .venv and installs a requirement file into it: python3 deploy/environment.py requirements.txt

Runs on any Python 3, so that an old one gets a sentence and not a SyntaxError; needs nothing but the standard library.
What is installed is pinned with hashes. uv does it in seconds; with UV=0, or where uv cannot be had, pip does the same.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
UV = os.path.join(VENV, "bin", "uv")
UV_PINS = os.path.join("deploy", "requirements-uv.txt")


def main(requirements):
    os.chdir(ROOT)
    need_python()
    make_venv()
    with open(requirements, "rb") as file:
        wanted = hashlib.sha256(file.read()).hexdigest()
    stamp = os.path.join(VENV, os.path.basename(requirements) + ".sha256")
    if read(stamp) != wanted:
        install(requirements)
        with open(stamp, "w") as file:
            file.write(wanted)


def need_python():
    """Go on with a newer Python where this one is too old, or say what to install."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER:
        path = shutil.which(name)
        if path and works(path):
            os.execv(path, [path] + sys.argv)
    sys.exit(
        "Muster needs Python 3.11 or newer and found {}.{}. Install one (Debian, Ubuntu: apt-get install python3.11"
        " python3.11-venv) or say where it is: make run PYTHON=/path/to/python3.11".format(*sys.version_info[:2])
    )


def works(python):
    """Whether it starts and is new enough."""
    test = "import sys; sys.exit(sys.version_info < {!r})".format(OLDEST)
    return subprocess.call([python, "-c", test], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def make_venv():
    """Make .venv unless there is one that works."""
    if os.path.exists(PYTHON) and works(PYTHON):
        return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        name = "python{}.{}-venv".format(*sys.version_info[:2])
        sys.exit("This Python cannot make virtual environments. Debian, Ubuntu: apt-get install " + name)
    say("Making .venv with Python {}.{}".format(*sys.version_info[:2]))
    subprocess.check_call([sys.executable, "-m", "venv", "--clear", VENV])


def install(requirements):
    say("Installing the packages of " + requirements)
    pinned = ["install", "--quiet", "--require-hashes", "-r", requirements]
    if have_uv():
        if subprocess.call([UV, "pip"] + pinned + ["--python", PYTHON]) == 0:
            return
        say("uv could not do it; trying pip")
    if pip(pinned) != 0:
        sys.exit("The packages could not be installed; the lines above say why. Is the package index within reach?")


def have_uv():
    """Get uv, the fast installer, unless UV=0."""
    if os.environ.get("UV") == "0":
        return False
    return os.path.exists(UV) or pip(["install", "--quiet", "--require-hashes", "-r", UV_PINS]) == 0


def pip(arguments):
    return subprocess.call([PYTHON, "-m", "pip", "--disable-pip-version-check"] + arguments)


def read(path):
    if not os.path.exists(path):
        return ""
    with open(path) as file:
        return file.read()


def say(sentence):
    print(sentence + " ...", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
