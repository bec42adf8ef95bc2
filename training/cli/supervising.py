"""Keeps the processes of `serve`: the web server, and beside it the worker, which is started again if it dies."""

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import click

from training.cli.parent import named

LOOK_EVERY = 0.2  # seconds between looks at the children
REST = 2.0  # seconds before a worker that died is started again
PATIENCE = 25.0  # seconds that a child gets to finish what it is doing
ONE_PRESS = 1.0  # seconds within which signals are one wish
CALM = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True)
class Plan:
    """What to run: the arguments of Python for each child, and what to do once the web server listens."""

    web: tuple[str, ...]
    worker: tuple[str, ...] | None
    listening: Callable[[], bool]
    announce: Callable[[], None]


class Family:
    """The children of one `serve`. They are in sessions of their own: Ctrl-C reaches them only through us."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._stop = threading.Event()
        self._web: subprocess.Popen[bytes] | None = None
        self._worker: subprocess.Popen[bytes] | None = None
        self._rest_until = 0.0
        self._announced = False
        self._told_at = 0.0

    def keep(self) -> int:
        """Run until told to stop or until the web server ends; return the exit code."""
        with self._listening_to_signals():
            try:
                self._web = _start(self._plan.web)
                while not self._stop.is_set() and self._web.poll() is None:
                    self._keep_worker()
                    self._announce()
                    self._stop.wait(LOOK_EVERY)
            finally:
                self._end()
        return 0 if self._stop.is_set() else self._web.returncode or 1

    @contextlib.contextmanager
    def _listening_to_signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self._told) for number in CALM}
        before[signal.SIGHUP] = signal.signal(signal.SIGHUP, self._told_to_reload)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _told(self, _number: int, _frame: object) -> None:
        # Asked again after a while: no more patience. A terminal and `make` may both pass one Ctrl-C on.
        if self._stop.is_set() and time.monotonic() > self._told_at + ONE_PRESS:
            self._send(signal.SIGKILL)
        if not self._stop.is_set():
            self._told_at = time.monotonic()
            self._stop.set()

    def _told_to_reload(self, number: int, frame: object) -> None:
        if sys.stdin.isatty():  # the terminal was closed
            self._told(number, frame)
            return
        if self._web is not None:
            self._web.send_signal(signal.SIGHUP)
        if self._worker is not None:
            self._worker.terminate()

    def _keep_worker(self) -> None:
        if self._plan.worker is None or time.monotonic() < self._rest_until:
            return
        if self._worker is None:
            self._worker = _start(self._plan.worker)
        elif self._worker.poll() is not None:
            click.echo(f"The worker ended (code {self._worker.returncode}); it is started again.", err=True)
            self._worker = None
            self._rest_until = time.monotonic() + REST

    def _announce(self) -> None:
        if not self._announced and self._plan.listening():
            self._announced = True
            self._plan.announce()

    def _end(self) -> None:
        self._send(signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        for child in self._children():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, until - time.monotonic()))
        self._send(signal.SIGKILL)
        for child in self._children():
            child.wait()

    def _send(self, number: signal.Signals) -> None:
        for child in self._children():
            child.send_signal(number)

    def _children(self) -> list[subprocess.Popen[bytes]]:
        return [child for child in (self._web, self._worker) if child is not None]


def _start(arguments: tuple[str, ...]) -> subprocess.Popen[bytes]:
    command = [sys.executable, *arguments]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, env=named(), start_new_session=True)  # noqa: S603  our own arguments
