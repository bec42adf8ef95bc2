"""A small organisation that lives through random days: rosters, courses, leniency, new rules, and work left undone."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Flask
from hypothesis import strategies as st
from sqlalchemy import select

from tests import make
from tests.completion import making
from tests.completion.test_asked_again import edition
from tests.people.rosters import csv, line
from training.completion import excusing, rollups, service
from training.completion.excusing import NewExemption, NewExtension
from training.completion.models import Exemption
from training.completion.rules import ExemptionKind, How
from training.core.db import database, scoped, writing
from training.core.errors import Conflict, Refused
from training.core.world import World, new_token
from training.people.importing import Order, import_file
from training.people.models import Person

START = date(2026, 1, 12)
DEPARTMENTS = ("Finance", "Finance / Treasury", "Legal")
TERMS: tuple[dict[str, Any], ...] = (
    {"due": {"kind": "days-from-start", "days": 30}, "renewal_months": 3, "window_days": 20},
    {"due": {"kind": "days-from-start", "days": 10}, "renewal_months": 2, "window_days": 10, "grace_days": 5},
    {"due": {"kind": "rolling", "months": 2}, "renewal_months": None, "window_days": 15},
    {"due": {"kind": "calendar-quarter", "days": 10}, "renewal_months": None, "window_days": 30},
    {"due": {"kind": "fixed-date", "month": 5, "day": 4}, "renewal_months": None, "window_days": 40},
)
AUDIENCES: tuple[dict[str, Any], ...] = (
    {"everyone": True},
    {"departments": ("Finance",)},
    {"any": ({"attributes": ("phi",)}, {"departments": ("Legal",)})},
    {"not": {"departments": ("Finance / Treasury",)}},
)
KINDS = (
    "record", "record", "record", "record_late", "record_late", "take_back", "join", "move", "move", "leave", "come_back",
    "handle", "begin_otherwise", "exempt", "exempt", "end_exemption", "extend", "edit", "drop", "raise_edition",
    "reconcile", "reconcile", "roll",
)  # fmt: skip
happening = st.tuples(st.sampled_from(KINDS), st.integers(0, 7), st.integers(0, 119))
days = st.lists(
    st.tuples(st.integers(1, 25), st.lists(happening, min_size=0, max_size=4), st.booleans()), min_size=3, max_size=9
)
"""How many days later, what happens on that day, and whether the daily job runs on it."""


@dataclass
class Organisation:
    """What happens to it is told by a kind, a number that picks whom, and another that picks how."""

    app: Flask
    roster: dict[str, dict[str, str]] = field(default_factory=dict)
    rules: dict[str, dict[str, Any]] = field(default_factory=dict)
    completions: list[int] = field(default_factory=list)
    subjects: dict[str, int] = field(default_factory=dict)
    editions: int = 1
    day: date = START
    ticks: int = 0

    def begin(self) -> None:
        make.site("LEEDS")
        self.subjects = {slug: making.subject(slug) for slug in ("course", "other")}
        edition(self.subjects["course"], 1)
        self.rules = {
            "rule": TERMS[0] | {"audience": AUDIENCES[0], "satisfied_by": ({"course": "course"},)},
            "second": TERMS[2]
            | {"audience": AUDIENCES[1], "satisfied_by": ({"course": "other"}, {"course": "course"})},
        }
        for number in range(5):
            start = START + timedelta(days=15 * number - 45)
            self.roster[f"E{number}"] = {"department": DEPARTMENTS[number % 3], "start": start.isoformat()}
        self._import()
        self._publish()
        self.reconcile("", 0)

    def at(self) -> datetime:
        """The next minute of the day, from noon on."""
        self.ticks += 1
        return datetime.combine(self.day, time(12), UTC) + timedelta(minutes=self.ticks % 600)

    def happen(self, kind: str, whom: int, how: int) -> None:
        getattr(self, kind)(f"E{whom % len(self.roster)}", how)

    # the roster

    def _import(self) -> None:
        at = self.at()
        world = World(now=lambda: at, token=new_token, post=_no_post)
        lines = [line(one, **cells) for one, cells in self.roster.items()]
        told: list[str] = []
        end = import_file(csv(*lines), Order("people.csv", complete=True, yes_many_leavers=True), world=world,
                          echo=told.append)  # fmt: skip
        assert end in {"applied", "nothing to change"}, told

    def _days(self, how: int) -> str:
        return (self.day + timedelta(days=how % 40 - 20)).isoformat()

    def join(self, _whom: str, how: int) -> None:
        cells = {"department": DEPARTMENTS[how % 3], "start": self._days(how) if how % 4 else ""}
        self.roster[f"E{len(self.roster)}"] = cells
        self._import()

    def move(self, whom: str, how: int) -> None:
        self.roster[whom]["department"] = DEPARTMENTS[how % 3]
        self._import()

    def handle(self, whom: str, how: int) -> None:
        self.roster[whom]["attributes"] = "phi" if how % 2 else ""
        self._import()

    def begin_otherwise(self, whom: str, how: int) -> None:
        if not self.roster[whom].get("leave"):
            self.roster[whom]["start"] = self._days(how)
            self._import()

    def leave(self, whom: str, how: int) -> None:
        start = self.roster[whom].get("start", "")
        if not self.roster[whom].get("leave"):
            self.roster[whom]["leave"] = max(self._days(how), start)
            self._import()

    def come_back(self, whom: str, how: int) -> None:
        if self.roster[whom].pop("leave", None):
            self.roster[whom]["start"] = self._days(how) if how % 3 else self.roster[whom]["start"]
            self._import()

    # what is done

    def _id(self, whom: str) -> int:
        found = database.session.scalar(scoped(select(Person.id).where(Person.external_id == whom), by="test"))
        assert found is not None
        database.session.rollback()
        return found

    def record(self, whom: str, how: int, late: int = 0) -> None:
        slug = "other" if how % 3 == 0 else "course"
        number = None if slug == "other" else self.editions - how % 2 * (self.editions > 1)
        at, kind = self.at(), How.IMPORT if late else How.QUIZ
        new = service.NewCompletion(
            self._id(whom), self.subjects[slug], kind, at, self.day - timedelta(days=late), edition_number=number
        )
        with writing():
            self.completions.append(service.record(new, recorded_by_id=None, now=at).id)

    def record_late(self, whom: str, how: int) -> None:
        self.record(whom, how, late=how % 60)

    def take_back(self, _whom: str, how: int) -> None:
        if self.completions:
            try:
                with writing():
                    service.take_back(
                        self.completions[how % len(self.completions)], reason="Wrong", by_person_id=None, now=self.at()
                    )
            except Conflict:
                pass

    # leniency

    def exempt(self, whom: str, how: int) -> None:
        since = self.day + timedelta(days=how % 50 - 25)
        until = since + timedelta(days=how) if how % 4 else None
        person = self._id(whom)
        held = [one.requirement_id for one in making.duties(person)]
        requirement = held[how % len(held)] if held and how % 2 else None
        new = NewExemption(person, requirement, ExemptionKind.LEAVE, since, until, "Leave", None)
        with writing():
            excusing.exempt(new, by_person_id=None, now=self.at(), today=self.day)

    def end_exemption(self, _whom: str, how: int) -> None:
        database.session.rollback()
        held = scoped(
            select(Exemption.id, Exemption.valid_from).where(Exemption.retired_at.is_(None)).order_by(Exemption.id),
            by="test",
        )
        found = database.session.execute(held).all()
        if found:
            number, since = found[how % len(found)]
            until = max(since, self.day + timedelta(days=how % 30 - 15))
            with writing():
                excusing.end_exemption(number, until, "Back", by_person_id=None, now=self.at(), today=self.day)

    def extend(self, whom: str, how: int) -> None:
        open_ones = [one for one in making.duties(self._id(whom)) if one.done_on is None]
        if not open_ones:
            return
        one = open_ones[how % len(open_ones)]
        until = max(one.due, self.day) + timedelta(days=how % 20 + 1)
        new = NewExtension(one.person_id, one.requirement_id, one.cycle, until, "Away", None)
        try:
            with writing():
                excusing.extend(new, by_person_id=None, now=self.at(), today=self.day)
        except Refused:
            pass

    # rules

    def _publish(self) -> None:
        now = self.at()
        with writing():
            service.publish_requirements(
                [making.written(slug, **values) for slug, values in self.rules.items()], now=now, today=self.day
            )

    def edit(self, _whom: str, how: int) -> None:
        slug = ("rule", "second")[how % 2]
        self.rules[slug] = {
            **TERMS[how % len(TERMS)], "audience": AUDIENCES[how % len(AUDIENCES)], "title": f"{slug} {how}",
            "satisfied_by": ({"course": "course"},) if how % 3 else ({"course": "other"}, {"course": "course"}),
        }  # fmt: skip
        self._publish()

    def drop(self, _whom: str, how: int) -> None:
        if len(self.rules) > 1:
            del self.rules[("rule", "second")[how % 2]]
            self._publish()

    def raise_edition(self, _whom: str, _how: int) -> None:
        self.editions += 1
        edition(self.subjects["course"], self.editions)
        self._publish()

    # jobs

    def reconcile(self, _whom: str, _how: int) -> None:
        now = self.at()
        with writing():
            service.reconcile(now=now, today=self.day)

    def roll(self, _whom: str, _how: int) -> None:
        with writing():
            rollups.roll(self.day)


def _no_post(_message: object) -> None:
    raise AssertionError("nobody sends mail here")
