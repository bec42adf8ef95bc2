"""The start works, or says one clear sentence, on machines that lack something."""

import ast
import importlib.util
import os
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests import find_chromium
from tests.cli.running import ROOT

SOURCE = ROOT / "deploy" / "environment.py"


@pytest.fixture
def environment() -> ModuleType:
    spec = importlib.util.spec_from_file_location("environment", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def executable(path: Path, lines: str) -> Path:
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_an_old_python_can_read_it():
    ast.parse(SOURCE.read_text(), feature_version=(3, 6))


def test_an_old_python_gets_a_sentence(environment: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(environment.sys, "version_info", (3, 9, 18))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        SystemExit, match=r"Muster needs Python 3\.11 or newer and found 3\.9\. Install one .+ make run PYTHON="
    ):
        environment.need_python()


def test_an_old_python_hands_over_to_a_newer_one(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    executable(tmp_path / "python3.14", "exit 127")  # a shim without a version behind it
    executable(tmp_path / "python3.12", f'exec "{sys.executable}" "$@"')
    monkeypatch.setattr(environment.sys, "version_info", (3, 9, 18))
    monkeypatch.setenv("PATH", str(tmp_path))
    taken: list[str] = []
    monkeypatch.setattr(environment.os, "execv", lambda path, _arguments: taken.append(path))
    with pytest.raises(SystemExit):
        environment.need_python()
    assert taken == [str(tmp_path / "python3.12")]


def test_a_python_without_venv_gets_a_sentence(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "none")
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    with pytest.raises(SystemExit, match=r"apt-get install python3\.\d+-venv"):
        environment.make_venv()


def test_what_is_installed_is_not_installed_again(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    (tmp_path / "pins.txt").write_text("nothing\n")
    done: list[str] = []
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "make_venv", lambda: None)
    monkeypatch.setattr(environment, "install", done.append)
    monkeypatch.chdir(ROOT)
    for _ in range(2):
        environment.main(str(tmp_path / "pins.txt"))
    (tmp_path / "pins.txt").write_text("something\n")
    environment.main(str(tmp_path / "pins.txt"))
    assert len(done) == 2


def test_uv_can_be_left_out(environment: ModuleType, monkeypatch: pytest.MonkeyPatch):
    called: list[list[str]] = []
    monkeypatch.setenv("UV", "0")
    monkeypatch.setattr(environment.subprocess, "call", lambda command, **_rest: called.append(command) or 0)
    environment.install("requirements.txt")
    assert called == [
        [
            str(environment.PYTHON),
            "-m",
            "pip",
            "--disable-pip-version-check",
            "install",
            "--quiet",
            "--require-hashes",
            "-r",
            "requirements.txt",
        ]
    ]


def test_every_pin_has_a_hash():
    for name in (*sorted(path.name for path in ROOT.glob("requirements*.txt")), "deploy/requirements-uv.txt"):
        blocks = (ROOT / name).read_text().replace("\\\n", " ").splitlines()
        pins = [block for block in blocks if block and not block.lstrip().startswith("#")]
        assert pins
        assert all("==" in pin and "--hash=sha256:" in pin for pin in pins), name


def test_a_browser_is_taken_only_if_it_starts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    broken = executable(tmp_path / "chromium", "exit 1")
    good = executable(tmp_path / "google-chrome", "echo Chromium 156")
    monkeypatch.setenv("CHROMIUM", str(broken))
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/nowhere")
    assert find_chromium.find() == str(good)


def test_every_target_of_make_can_be_asked_for():
    for target in ("run", "test", "check", "bench", "lock"):
        done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert ".venv/bin/" in done.stdout
