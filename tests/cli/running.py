"""Runs commands as a person would: real processes, settings from the environment alone."""

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 240.0  # how long anything may take on a busy machine
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["training.cli.commands"])
"""Importing the program is most of a short command: it is imported once, and each command gets a fork of that process."""


@dataclass(frozen=True)
class Finished:
    code: int
    out: str
    errors: str


@dataclass
class Running:
    """A command that goes on; its output collects in a file."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def told(self) -> str:
        return self.log.read_text()

    def ends(self) -> int:
        return self.process.wait(SECONDS)

    def children(self) -> list["Child"]:
        return [child for child in processes() if child.parent == self.process.pid]


@dataclass(frozen=True)
class Child:
    pid: int
    parent: int
    command: str


@dataclass(frozen=True)
class Installation:
    """A demonstration of its own in a folder."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    def environment(self, **changes: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("MUSTER_", "FLASK_"))}
        mine = {
            "MUSTER_MODE": "demo",
            "MUSTER_INSTANCE": str(self.folder / "instance"),
            "MUSTER_SITE_URL": "http://127.0.0.1:8000",
        }
        return kept | mine | self.settings | changes

    def run(self, *arguments: str, **changes: str) -> Finished:
        out, errors = self.folder / "out", self.folder / "errors"
        self.folder.mkdir(exist_ok=True)
        process = FORKS.Process(target=_command, args=(arguments, self.environment(**changes), out, errors))
        process.start()
        process.join(SECONDS)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"{arguments} takes more than {SECONDS} s")
        return Finished(process.exitcode, out.read_text(), errors.read_text())

    @contextmanager
    def start(self, *arguments: str) -> Iterator[Running]:
        log = self.folder / "log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "training", *arguments],
                cwd=ROOT, env=self.environment(PYTHONUNBUFFERED="1"), stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            )  # fmt: skip
        try:
            yield Running(process, log)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(SECONDS)


def _command(arguments: tuple[str, ...], environment: dict[str, str], out: Path, errors: Path) -> None:
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    for path, stream in ((out, sys.stdout), (errors, sys.stderr)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream.fileno())
    from training.cli.commands import muster

    muster(list(arguments), prog_name="python -m training")


def processes() -> list[Child]:
    rows = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    split = [row.split(None, 2) for row in rows.splitlines()]
    return [Child(int(row[0]), int(row[1]), row[2] if len(row) == 3 else "") for row in split]


def alive(pid: int) -> bool:
    return any(child.pid == pid and "defunct" not in child.command for child in processes())


def eventually(true: Callable[[], object], what: str) -> None:
    until = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < until, f"waited in vain: {what}"
        time.sleep(0.1)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
