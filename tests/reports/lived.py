"""A house with a past, for the tests of evidence: rosters, editions, duties in every state, what was taken back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from tests import small_world
from tests.completion import making
from training.catalogue.models import Edition, Subject
from training.catalogue.service import Planned, planned, publish
from training.completion import excusing, service
from training.completion.evidence_rules import BUILD_PACK
from training.completion.models import Assignment
from training.completion.rules import ExemptionKind, How
from training.core import site as settings
from training.core.db import database, scoped, writing
from training.core.links import Links
from training.core.tables import csv_lines
from training.core.world import World, new_token
from training.jobs.models import Job
from training.jobs.rules import JobState
from training.jobs.worker import Tools, run_due
from training.people import importing, roster_queries
from training.people.importing import End, Order
from training.reports import evidence_work

START, END, TODAY = date(2026, 6, 1), date(2026, 9, 30), date(2026, 11, 23)
SLUG, COURSE = "phishing", "recognising-phishing"
HEAD = (
    "external_id",
    "given",
    "family",
    "email",
    "department",
    "site",
    "site_name",
    "site_zone",
    "site_city",
    "title",
    "leave",
)
PLACE = ("LEEDS", "Leeds", "Europe/London", "Leeds")
HOSTILE = "=HYPERLINK(1)"
"""A name that a spreadsheet would run."""


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), UTC)


@dataclass
class Lived:
    """Ids by the roster's number: p1 in time, p2 late, p3 on leave, p4 overdue, p5 extended, p6 left, p7 taken back."""

    app: Flask
    ids: dict[str, int]
    subject_id: int
    edition_id: int
    digest: str

    def record(self, person: str, day: date, *, on: date | None = None) -> service.Recorded:
        new = service.NewCompletion(
            self.ids[person], self.subject_id, How.QUIZ, at(day), day, edition_id=self.edition_id, digest=self.digest,
            right=7, asked=8, needed=7, edition_number=1,
        )  # fmt: skip
        with writing():
            return service.record(new, recorded_by_id=self.ids[person], now=at(on or day))

    def extend(self, person: str, until: date, day: date) -> None:
        new = excusing.NewExtension(self.ids[person], requirement_id(), 1, until, "A move", self.ids["p1"])
        with writing():
            excusing.extend(new, by_person_id=self.ids["p1"], now=at(day), today=day)

    def excuse(self, person: str, since: date, until: date | None, day: date) -> None:
        new = excusing.NewExemption(
            self.ids[person], None, ExemptionKind.LEAVE, since, until, "Parental leave", self.ids["p1"]
        )
        with writing():
            excusing.exempt(new, by_person_id=self.ids["p1"], now=at(day), today=day)


@cache
def _frozen() -> Planned:
    """One real course, read once in each test process."""
    whole = small_world.written()
    return planned(
        replace(whole, courses=tuple(one for one in whole.courses if one.slug == COURSE), policies=(), kits=())
    )


def requirement_id() -> int:
    found = select(Assignment.requirement_id).limit(1).execution_options(scoped="test")
    return int(database.session.scalars(found).one())


def build(app: Flask, more: int = 0, plain: int = 0) -> Lived:
    """Fill the empty database: seven people of whom something is told, `more` who did it in time, `plain` who did nothing."""
    with writing():
        publish(_frozen(), now=at(START), today=START)
        settings.change({"name": "Alder & Finch", "zone": "Europe/London"}, by_person_id=None, now=at(START))
    bring_in([*rows(7), *rows(more, "q"), *rows(plain, "s")], START)
    course, edition, digest = database.session.execute(
        select(Subject.id, Edition.id, Edition.digest)
        .join(Edition, Edition.id == Subject.edition_id)
        .where(Subject.slug == COURSE)
    ).one()
    making.publish(written(), on=START)
    making.reconcile(START)
    found = Lived(app, roster_queries.person_ids(), course, edition, digest)
    database.session.rollback()
    _live(found)
    for number in range(more):
        found.record(f"q{number + 1}", START + timedelta(days=5 + number % 20))
    return found


def written(**values: Any) -> Any:
    said = {
        "title": "Recognising phishing",
        "satisfied_by": ({"course": COURSE},),
        "due": {"kind": "days-from-start", "days": 30},
    }
    return making.written(SLUG, **(said | values))


def _live(found: Lived) -> None:
    found.record("p1", date(2026, 6, 10))
    found.record("p2", date(2026, 7, 20))
    found.excuse("p3", date(2026, 6, 15), date(2027, 1, 1), date(2026, 6, 12))
    found.extend("p5", date(2026, 10, 15), date(2026, 6, 25))
    taken = found.record("p7", date(2026, 6, 20))
    with writing():
        service.take_back(
            taken.id, reason="It was somebody else", by_person_id=found.ids["p1"], now=at(date(2026, 8, 1))
        )
    bring_in(
        [("p6", "Given6", "Family6", "p6@alderfinch.example", "Operations", *PLACE, "Clerk", "2026-08-15")],
        date(2026, 8, 15),
    )
    making.reconcile(date(2026, 8, 16))


def rows(number: int, letter: str = "p") -> Iterator[tuple[str, ...]]:
    for one in range(1, number + 1):
        name, given = f"{letter}{one}", HOSTILE if (letter, one) == ("p", 2) else f"Given{one}"
        yield (name, given, f"Family{one}", f"{name}@alderfinch.example", "Operations", *PLACE, "Clerk", "")


def bring_in(people: list[tuple[str, ...]], day: date) -> None:
    content = "".join(csv_lines([HEAD, *people])).encode()
    world = World(now=partial(at, day), token=new_token, post=lambda _mail: None)
    order = Order(f"roster-{day}.csv", yes_many_leavers=True)
    told: list[str] = []
    assert importing.import_file(content, order, world=world, echo=told.append) is End.APPLIED, told
    database.session.rollback()


def work_off(app: Flask, most: int = 100) -> int:
    """Carry out the jobs of evidence that are due, and no others."""
    world = app.extensions["muster"].world
    with writing():
        others = update(Job).where(Job.kind != BUILD_PACK)
        database.session.execute(others.values(state=JobState.DONE))
    ran = run_due(evidence_work.HANDLERS, Tools(world, Links("http://localhost", "secret", world.now)), most=most)
    database.session.remove()
    return ran


def everything(statement: Any) -> list[Any]:
    database.session.rollback()
    return list(database.session.execute(scoped(statement, by="test")))
