"""One side in a fresh process, without a server: `wsgi_app` called with environs made beforehand. Prints JSON.

Run by the other modules as `python -m benchmarks.in_process SIDE KIND PLACE [--profile UNIT]`.
"""

import argparse
import cProfile
import io
import json
import os
import pstats
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from typing import Any

from sqlalchemy import event

from benchmarks import floor, sample
from benchmarks.sides import HOST, PRODUCT, SECRET, Side
from benchmarks.stores import Store
from benchmarks.units import ANSWER, LESSON, SEAT, TEAMS, Ask, Work, body, works
from training.app import create_app
from training.core.db import database
from training.core.settings import read_settings

BATCHES = 5
SIZES = {LESSON: 120, ANSWER: 8, SEAT: 50, TEAMS: 15}
"""People of one batch."""
UNCOUNTED = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "PRAGMA", "SET ")
TOP = 22

Call = tuple[Any, dict[str, Any]]


class Caller:
    """Calls an application as a server would, and follows its cookies from one request of a unit to the next."""

    def __init__(self, side: Side) -> None:
        self.side = side
        if side.name == PRODUCT:
            os.environ.update({name: value for name, value in side.environment().items() if name.startswith("MUSTER_")})
            self.app: Any = create_app(read_settings())
        else:
            self.app = floor.make_app(side.store.url, SECRET)

    def prepare(self, work: Work) -> list[dict[str, Any]]:
        return [self._environ(work, ask) for ask in work.asks]

    def _environ(self, work: Work, ask: Ask) -> dict[str, Any]:
        form = body(self.side, work, ask)
        return {
            "REQUEST_METHOD": ask.method, "SCRIPT_NAME": "", "PATH_INFO": ask.path, "QUERY_STRING": "",
            "SERVER_NAME": HOST, "SERVER_PORT": "443", "HTTP_HOST": HOST, "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1", "HTTP_ACCEPT": "text/html",
            "HTTP_COOKIE": self.side.signed_in(work.person_id).cookie,
            "HTTP_USER_AGENT": "benchmark", "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(form)), "wsgi.input": io.BytesIO(form), "wsgi.url_scheme": "https",
            "wsgi.version": (1, 0), "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }  # fmt: skip

    def call(self, environs: Sequence[dict[str, Any]]) -> set[str]:
        """Work a unit off; return what was answered in another way than expected."""
        wrong, cookie = set(), ""
        for environ in environs:
            told: list[Any] = []
            if cookie:
                environ["HTTP_COOKIE"] = cookie
            answer = self.app.wsgi_app(
                environ, lambda status, headers, *_error, told=told: told.extend((status, headers))
            )
            b"".join(answer)
            answer.close()
            if told[0][:3] != ("200" if environ["REQUEST_METHOD"] == "GET" else "303"):
                wrong.add(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}: {told[0]}")
            cookie = next((value.partition(";")[0] for name, value in told[1] if name == "Set-Cookie"), cookie)
        return wrong


class Turns:
    """Hands out people, so that nobody answers or registers twice."""

    def __init__(self) -> None:
        self.next = dict.fromkeys(SIZES, 1)

    def take(self, unit: str, number: int) -> list[Work]:
        first = self.next[unit]
        self.next[unit] = first + number
        if self.next[unit] > sample.LEARNERS:
            raise RuntimeError(f"not enough people for {unit}")
        return works(unit, range(first, first + number))


def measure(caller: Caller, unit: str, turns: Turns) -> dict[str, Any]:
    """Return median milliseconds of CPU a unit, and the statements of each request."""
    wrong = run(caller, turns.take(unit, SIZES[unit] // 2))[1]
    if wrong:
        return {"wrong": sorted(wrong)[:1]}
    taken = [run(caller, turns.take(unit, SIZES[unit]))[0] for _batch in range(BATCHES)]
    return {"ms": median(taken), "all": taken, "statements": statements(caller, turns.take(unit, 2))}


def run(caller: Caller, planned: Sequence[Work]) -> tuple[float, set[str]]:
    """Return milliseconds of CPU a unit, and what was answered in another way than expected."""
    prepared = [caller.prepare(work) for work in planned]
    start = time.process_time()
    wrong = [caller.call(environs) for environs in prepared]
    used = time.process_time() - start
    return used * 1000 / len(planned), {one for some in wrong for one in some}


def statements(caller: Caller, planned: Sequence[Work]) -> list[list[int]]:
    """Return for each unit how many statements each of its requests sent."""
    counts: list[list[int]] = []
    for work in planned:
        counts.append([])
        for environ in caller.prepare(work):
            with _counted(caller) as texts:
                caller.call([environ])
            counts[-1].append(len(texts))
    return counts


@contextmanager
def _counted(caller: Caller) -> Iterator[list[str]]:
    texts: list[str] = []

    def note(statement: str) -> None:
        if not statement.lstrip().upper().startswith(UNCOUNTED):
            texts.append(statement)

    with _listening(caller, note):
        yield texts


@contextmanager
def _listening(caller: Caller, note: Callable[[str], None]) -> Iterator[None]:
    if caller.side.name != PRODUCT:
        plain = floor.Database.run

        def noted(self: floor.Database, sql: str, *values: Any) -> Any:
            note(sql)
            return plain(self, sql, *values)

        floor.Database.run = noted  # type: ignore[method-assign]
        yield
        floor.Database.run = plain  # type: ignore[method-assign]
        return
    with caller.app.app_context():
        engine = database.engine

    def before(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        note(statement)

    event.listen(engine, "before_cursor_execute", before)
    yield
    event.remove(engine, "before_cursor_execute", before)


def profile(caller: Caller, unit: str) -> str:
    """Return the functions in which a unit spends its time."""
    turns = Turns()
    run(caller, turns.take(unit, SIZES[unit] // 2))
    prepared = [caller.prepare(work) for work in turns.take(unit, SIZES[unit])]
    profiler, told = cProfile.Profile(), io.StringIO()
    profiler.enable()
    for environs in prepared:
        caller.call(environs)
    profiler.disable()
    stats = pstats.Stats(profiler, stream=told)
    stats.sort_stats("tottime").print_stats(TOP)
    stats.sort_stats("cumtime").print_stats("training/|templates/", TOP)
    return told.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("side")
    parser.add_argument("kind")
    parser.add_argument("place")
    parser.add_argument("--profile", choices=SIZES)
    given = parser.parse_args()
    caller = Caller(Side(given.side, Store(given.kind, given.place)))
    if given.profile:
        print(profile(caller, given.profile))
        return
    turns = Turns()
    print(json.dumps({unit: measure(caller, unit, turns) for unit in SIZES}))


if __name__ == "__main__":
    main()
