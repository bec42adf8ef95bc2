"""The verb that asks people again: one question each, of what they passed, with the mail that leads to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from training.audit.service import Happening, Occurrence, record_each
from training.core.db import database, insert
from training.core.links import Links
from training.core.world import new_public_id, shuffled
from training.learning import refresher_letters
from training.learning.drawing_queries import Arranged
from training.learning.ladder import Due, to_ask
from training.learning.models import Attempt
from training.learning.readiness import fitting
from training.learning.recall_queries import OWN, Asking, Banked, Part
from training.learning.rules import AttemptKind, AttemptState, Drawn, Known, sealed
from training.notices.service import NewMessage, write

Bank = Mapping[tuple[int, str, str], Banked]
PURPOSE = "refresher"


@dataclass(frozen=True)
class House:
    """What a letter needs of the house: its name, and the maker of links."""

    name: str
    links: Links


@dataclass(frozen=True)
class _Question:
    """One question for one person, drawn."""

    asking: Asking
    edition_id: int
    language: str
    drawn: Drawn
    public_id: str


def ask(part: Part, bank: Bank, house: House, *, a_week: int, now: datetime, today: date) -> int:
    """Ask some people what is due for them, at most so many questions each; return how many were asked.

    Attempts, events and mails are written in this transaction. Safe to run twice: whoever has one open gets no other.
    """
    chosen = [one for due in part.due.values() for one in _chosen(due, part, bank, a_week, today)]
    ids = _insert(chosen, part, now)
    record_each(
        [Occurrence(Happening("attempt-started", "attempt", ids[one.public_id]), None, now)
         for one in chosen if one.public_id in ids]
    )  # fmt: skip
    write(*_letters([one for one in chosen if one.public_id in ids], house, today), now=now)
    return len(ids)


def _chosen(asked: Sequence[Asking], part: Part, bank: Bank, a_week: int, today: date) -> Iterator[_Question]:
    weak = part.weak.get(asked[0].person_id, frozenset())
    places = {(one.subject_id, one.objective): one for one in asked if _banked(one, bank)}
    due = [
        Due(one.subject_id, one.objective, one.due_on, weak=_is_weak(_banked(one, bank), weak))
        for one in places.values()
    ]
    for found in to_ask(due, a_week, today):
        one = places[found.subject_id, found.objective]
        banked = _banked(one, bank)
        if banked is not None:
            known = Known(part.seen.get((one.person_id, one.subject_id), {}), weak)
            arranged = Arranged(plain_questions=one.person_id in part.plain)
            question = min(shuffled(fitting(banked.candidates, arranged)), key=known.rank)
            yield _Question(one, banked.edition_id, banked.language, sealed(question, shuffled), new_public_id())


def _banked(one: Asking, bank: Bank) -> Banked | None:
    key = (one.subject_id, one.objective)
    return bank.get((*key, one.language)) or bank.get((*key, OWN))


def _is_weak(banked: Banked | None, weak: frozenset[str]) -> bool:
    return banked is not None and any(one.beliefs & weak for one in banked.candidates)


def _insert(chosen: Sequence[_Question], part: Part, now: datetime) -> dict[str, int]:
    rows = [
        {
            "public_id": one.public_id, "person_id": one.asking.person_id, "subject_id": one.asking.subject_id,
            "edition_id": one.edition_id, "kind": AttemptKind.REFRESHER, "part": "",
            "number": part.numbers.get((one.asking.person_id, one.asking.subject_id), 0) + 1,
            "language": one.language, "draw": [one.drawn.as_data()], "words": {}, "needed": 1,
            "carried": 0, "state": AttemptState.OPEN, "started_at": now,
        }
        for one in chosen
    ]  # fmt: skip
    if not rows:
        return {}
    made = insert(Attempt).values(rows).on_conflict_do_nothing().returning(Attempt.public_id, Attempt.id)
    return {row[0]: row[1] for row in database.session.execute(made)}


def _letters(chosen: Sequence[_Question], house: House, today: date) -> Iterator[NewMessage]:
    mine: dict[int, list[_Question]] = {}
    for one in chosen:
        mine.setdefault(one.asking.person_id, []).append(one)
    for person_id, questions in mine.items():
        to = questions[0].asking
        addresses = [address(house.links, one.public_id) for one in questions]
        subject, body = refresher_letters.asks(to.name, house.name, to.language, addresses)
        yield NewMessage(
            kind="learning.refresher", key=f"learning.refresher:{person_id}:{today.isoformat()}", recipient=to.email,
            recipient_name=to.name, subject=subject, body=body, person_id=person_id,
        )  # fmt: skip


def address(links: Links, public_id: str) -> str:
    """Return where a refresher is answered: the link itself says whose it is, so that nobody has to sign in first."""
    return links.to(path(links, public_id))


def path(links: Links, public_id: str) -> str:
    """Return the same as a path of this site."""
    return f"/refresh/{links.sign(PURPOSE, public_id)}"
