"""The units of work as requests. Both sides have the same addresses, so that one list serves both."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from benchmarks import sample, seed
from benchmarks.client import Chain, Unit
from benchmarks.sides import HOST, Side

LESSON, ANSWER, SEAT, TEAMS = "W1", "W2", "W3", "W4"
TITLES = {
    LESSON: "lesson page", ANSWER: "answer + feedback page", SEAT: "seat + its page", TEAMS: "department overview",
}  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """One request of one person."""

    method: str
    path: str
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def expected(self) -> int:
        """The status of its answer: a page, or the way to one."""
        return 200 if self.method == "GET" else 303


@dataclass(frozen=True)
class Work:
    """One unit of work of one person."""

    person_id: int
    asks: tuple[Ask, ...]


def works(name: str, people: Iterable[int]) -> list[Work]:
    """Return what these people do. Answers and seats can be had once of each person, in a database as seeded."""
    return [work for person_id in people for work in _MAKERS[name](person_id)]


def _lesson(person_id: int) -> list[Work]:
    return [Work(person_id, (Ask("GET", f"/learn/{sample.course().slug}/{sample.lesson()['slug']}"),))]


def _answers(person_id: int) -> list[Work]:
    quiz = f"/learn/{sample.course().slug}/quiz/{sample.public_id(person_id)}"
    return [
        Work(person_id, (Ask("POST", f"{quiz}/{position}", (("choice", key),)), Ask("GET", f"{quiz}/{position}")))
        for position, key in enumerate(map(sample.right_key, sample.drawn()), start=1)
    ]


def seat(person_id: int, date: int) -> Work:
    """Return a registration for one date of the seminar."""
    address = f"/seminars/{seed.SEMINAR}/{sample.public_id(date)}"
    return Work(person_id, (Ask("POST", f"{address}/register"), Ask("GET", address)))


def _seat(person_id: int) -> list[Work]:
    return [seat(person_id, person_id % sample.DATES + 1)]


def _teams(_person_id: int) -> list[Work]:
    return [Work(1, (Ask("GET", "/departments/"),))]


_MAKERS = {LESSON: _lesson, ANSWER: _answers, SEAT: _seat, TEAMS: _teams}


def page(path: str) -> Work:
    """Return a look at a page by the one who may see all departments."""
    return Work(1, (Ask("GET", path),))


def body(side: Side, work: Work, ask: Ask) -> bytes:
    """Return the form of a request; empty for a page."""
    if ask.method == "GET":
        return b""
    return urlencode([*ask.fields, ("csrf_token", side.signed_in(work.person_id).csrf)]).encode()


def chains(side: Side, planned: Sequence[Work]) -> list[Chain]:
    """Return units ready to be sent: what one person does in a row stays in its order."""
    ready = [[_unit(side, work) for work in row] for _person, row in groupby(planned, key=lambda work: work.person_id)]
    # Looks at pages may happen in any order, also those of one person.
    return [[unit] for row in ready for unit in row] if _looks_only(planned) else list(ready)


def _unit(side: Side, work: Work) -> Unit:
    return Unit([_Raw(ask, body(side, work, ask)) for ask in work.asks], side.signed_in(work.person_id).cookie)


def _looks_only(planned: Sequence[Work]) -> bool:
    return all(ask.method == "GET" for work in planned for ask in work.asks)


class _Raw:
    """A request in bytes but for its cookie."""

    def __init__(self, ask: Ask, form: bytes) -> None:
        head = f"{ask.method} {ask.path} HTTP/1.1\r\nHost: {HOST}\r\nAccept: text/html\r\nUser-Agent: benchmark\r\n"
        if form:
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n"
        self.head = head.encode()
        self.form = form
        self.expected = ask.expected

    def __call__(self, cookie: str) -> bytes:
        return b"".join((self.head, b"Cookie: ", cookie.encode(), b"\r\n\r\n", self.form))
