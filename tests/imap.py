"""A real IMAP server on loopback, in a process of its own: pymap with its mailbox in memory."""

import imaplib  # noqa: TID251  the far side of the conversation
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from training.core.mailbox import MailboxAddress

USER, PASSWORD = "replies@alderfinch.example", "only for tests"
START = "from pymap.main import main; main()"


@dataclass
class Imap:
    """The far side of a real conversation."""

    port: int
    _kept: list[imaplib.IMAP4] = field(default_factory=list)
    """One conversation for all that a test puts in: signing in takes the server a second."""

    @property
    def address(self) -> MailboxAddress:
        return MailboxAddress("127.0.0.1", self.port, USER, PASSWORD, tls=False)

    def put(self, mail: bytes) -> None:
        """Let a mail arrive."""
        kind, told = self._server().append("INBOX", "", "", mail)
        assert kind == "OK", told

    def unseen(self) -> int:
        self._server().select("INBOX", readonly=True)
        _kind, found = self._server().uid("SEARCH", "UNSEEN")
        return len((found[0] or b"").split())

    def leave(self) -> None:
        while self._kept:
            self._kept.pop().logout()

    def _server(self) -> imaplib.IMAP4:
        if not self._kept:
            self._kept.append(imaplib.IMAP4("127.0.0.1", self.port, timeout=10))
            self._kept[0].login(USER, PASSWORD)
        return self._kept[0]


@contextmanager
def running() -> Iterator[Imap]:
    """Run the server on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    command = [sys.executable, "-c", START, *options, "dict", "--demo-user", USER, "--demo-password", PASSWORD]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=dict(os.environ)) as process:
        try:
            _wait(port, process)
            server = Imap(port)
            yield server
            server.leave()
        finally:
            process.terminate()


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        assert process.poll() is None, (process.stderr.read() if process.stderr else b"").decode()[-2000:]
        time.sleep(0.05)
    raise AssertionError("the IMAP server does not start")
