"""A client that costs little: raw sockets kept alive, one thread for each; and what a tree of processes has used."""

import os
import socket
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Self

TICK = os.sysconf("SC_CLK_TCK")
PIECE = 65536


@dataclass(frozen=True)
class Answer:
    status: int
    size: int
    """Bytes of the body."""
    cookie: str
    """What the answer sets, as the next request sends it back; empty for none."""


class Connection:
    """One connection to a server on this machine, opened again when the server closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.socket.close()

    def ask(self, request: bytes) -> Answer:
        """Send a whole request and read the whole answer."""
        self.socket.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _end, body = received.partition(b"\r\n\r\n")
        headers = _headers(head)
        size = (
            self._chunks(body)
            if b"transfer-encoding" in headers
            else self._rest(body, int(headers.get(b"content-length", 0)))
        )
        if headers.get(b"connection", b"").lower() == b"close":
            self.socket.close()
            self.open()
        cookie = headers.get(b"set-cookie", b"").partition(b";")[0].decode()
        return Answer(int(head[9:12]), size, cookie)

    def _more(self) -> bytes:
        piece = self.socket.recv(PIECE)
        if not piece:
            raise ConnectionError("the server closed the connection in the middle of an answer")
        return piece

    def _rest(self, body: bytes, length: int) -> int:
        read = len(body)
        while read < length:
            read += len(self._more())
        return read

    def _chunks(self, body: bytes) -> int:
        read, tail = len(body), body[-5:]
        while not tail.endswith(b"0\r\n\r\n"):
            piece = self._more()
            read, tail = read + len(piece), (tail + piece)[-5:]
        return read


def _headers(head: bytes) -> dict[bytes, bytes]:
    lines = (line.partition(b":") for line in head.split(b"\r\n")[1:])
    return {name.lower(): value.strip() for name, _colon, value in lines}


class Request(Protocol):
    """One request, to be sent with the cookie that holds by then."""

    expected: int
    """The status of the answer that it should get."""

    def __call__(self, cookie: str) -> bytes: ...


@dataclass(frozen=True)
class Unit:
    """One unit of work: its requests, and the cookie of the first."""

    requests: Sequence[Request]
    cookie: str


Chain = Sequence[Unit]
"""Units that must follow each other, as the answers of one person do."""


@dataclass
class Load:
    """What a load measured: seconds of the first request of each unit, and what was not answered as it should be."""

    first: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    largest: int = 0
    units: int = 0

    def add(self, other: "Load") -> None:
        self.first += other.first
        self.wrong += other.wrong
        self.largest = max(self.largest, other.largest)
        self.units += other.units


def drive(port: int, chains: Sequence[Chain], connections: int) -> Load:
    """Work chains off over some connections; a connection does one request after the other."""
    load, lock = Load(), threading.Lock()

    def work(own: Sequence[Chain]) -> None:
        done = Load()
        try:
            with Connection(port) as connection:
                for unit in (unit for chain in own for unit in chain):
                    _one(connection, unit, done)
        except OSError as error:
            done.wrong[repr(error)] += 1
        with lock:
            load.add(done)

    threads = [threading.Thread(target=work, args=(chains[number::connections],)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return load


def _one(connection: Connection, unit: Unit, done: Load) -> None:
    cookie = unit.cookie
    for number, request in enumerate(unit.requests):
        start = time.perf_counter()
        answer = connection.ask(request(cookie))
        if number == 0:
            done.first.append(time.perf_counter() - start)
        if answer.status != request.expected:
            done.wrong[str(answer.status)] += 1
        done.largest = max(done.largest, answer.size)
        cookie = answer.cookie or cookie
    done.units += 1


# --- processes ----------------------------------------------------------------------------------------------------


def tree(root: int) -> list[int]:
    """Return a process and all below it."""
    above: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (found := _stat(int(entry.name))):
            above[int(entry.name)] = int(found[1])
    family = {root}
    while more := {pid for pid, parent in above.items() if parent in family} - family:
        family |= more
    return sorted(family)


def cpu_seconds(*roots: int | None) -> float:
    """Return what processes with all below them have used so far, user and system, those that ended included."""
    ticks = 0
    for root in roots:
        for pid in tree(root) if root else ():
            found = _stat(pid)
            ticks += sum(int(value) for value in found[11:15]) if found else 0
    return ticks / TICK


def memory(root: int) -> float:
    """Return the proportional set size of a process with all below it, in MB."""
    kilobytes = 0
    for pid in tree(root):
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        except (FileNotFoundError, ProcessLookupError):
            continue
        kilobytes += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return kilobytes / 1024


def _stat(pid: int) -> list[str] | None:
    try:
        # The name in brackets may hold blanks: what follows the last bracket begins with the state.
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
