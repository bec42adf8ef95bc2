"""A side's web server for a while, on a free port of this machine."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.sides import Side

START, STOP = 30, 25
"""Seconds."""


@dataclass(frozen=True)
class Server:
    side: Side
    port: int
    pid: int


@contextmanager
def served(side: Side) -> Iterator[Server]:
    """Start the server and wait until it answers; end it and all of its processes afterwards."""
    port = _free_port()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            side.command(port), env=side.environment(), stdout=log, stderr=log, start_new_session=True
        )
        try:
            _wait(process, port, log)
            yield Server(side, port, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(STOP)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _wait(process: "subprocess.Popen[bytes]", port: int, log: object) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    log.seek(0)  # type: ignore[attr-defined]
    raise RuntimeError(f"the server did not start:\n{log.read().decode()[-3000:]}")  # type: ignore[attr-defined]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
